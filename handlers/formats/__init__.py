"""Files and words, in and out: pure readers and writers."""
