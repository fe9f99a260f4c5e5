"""What the rules of equality hold equal beyond single letters, and which rule it was."""
