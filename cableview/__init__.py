"""Settle, word by word, what a scanned page says."""
