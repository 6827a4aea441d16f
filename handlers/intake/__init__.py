"""Files that companies publish or paste: read, and kept as what a takedown says."""
