"""Where each word of a text stands: from a layout, the image, an engine, a reviewer, or between others."""
