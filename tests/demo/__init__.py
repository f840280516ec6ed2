"""The demo world: believable, complete, the same from the same seed."""
