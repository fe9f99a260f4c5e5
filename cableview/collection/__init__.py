"""Files that belong together, and folders of them."""
