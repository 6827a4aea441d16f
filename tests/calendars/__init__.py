"""Reads calendar files back as another program would."""
