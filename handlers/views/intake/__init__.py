"""What people read of the files that they hand in."""
