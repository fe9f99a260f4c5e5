"""What the reviewer decided, and the text that follows from it."""
