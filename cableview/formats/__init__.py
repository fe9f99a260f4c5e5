"""Reading and writing texts, one module per format."""
