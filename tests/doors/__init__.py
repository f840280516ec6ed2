"""The doors: who is let in, how pages and errors are answered, how numbers and dates read."""
