"""Values only: no input or output."""
