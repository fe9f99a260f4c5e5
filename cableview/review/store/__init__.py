"""Saves what the reviewer did: a journal of synced records, and the sidecar they are compacted into."""
