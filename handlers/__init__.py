"""CONVERSES: one page a feature; what it hears, does and shows. No SQL."""
