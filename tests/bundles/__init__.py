"""Many answers in one step: weighed, told, and what became of each row."""
