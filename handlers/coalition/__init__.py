"""The coalition itself: who sits in it, what it has agreed on, and how both change."""
