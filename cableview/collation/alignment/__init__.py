"""Which words of two texts stand for each other."""
