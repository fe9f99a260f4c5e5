"""Applies the rules of equality beyond single letters, and finds which rule held what equal."""
