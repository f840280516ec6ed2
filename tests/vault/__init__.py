"""The vault: what is kept, what is refused, and what files are called."""
