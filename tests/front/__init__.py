"""The look: macros, layout and stylesheet, seen in a real browser."""
