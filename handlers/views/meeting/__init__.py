"""How meetings look."""
