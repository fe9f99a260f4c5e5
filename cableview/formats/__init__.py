"""Reading and writing texts, one module a format."""
