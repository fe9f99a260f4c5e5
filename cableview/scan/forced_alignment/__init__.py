"""Laying a known text along the lines of a page: widths, shapes, the cheapest path, and how sure it is."""
