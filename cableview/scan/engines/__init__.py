"""OCR engines on this machine: which there are, and what they read on a page."""
