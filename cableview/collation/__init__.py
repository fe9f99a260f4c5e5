"""The comparing of two texts, in plain functions."""
