"""Reading page images of every kind, decoding them in a process of its own, and cutting tiles."""
