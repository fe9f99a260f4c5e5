"""Suggests what the page reads where the texts differ, with confidence and reasons; the scan is a third witness."""
