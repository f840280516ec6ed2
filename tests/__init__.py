"""The tests: rooms by folder, stories, the house, the browser; and what they share."""
