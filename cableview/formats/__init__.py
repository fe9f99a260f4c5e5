"""Reads and writes texts, with one module per format."""
