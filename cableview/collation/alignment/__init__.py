"""Finds which words of two texts correspond to each other."""
