"""Describes differences in an archivist's terms: the kind of each, its severity, and what moved."""
