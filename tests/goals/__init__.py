"""Fault harnesses: what must hold when many write at once, files repeat, or rows are changed."""
