"""What the page reads where the texts differ, how sure that is and why; with the scan as a third witness."""
