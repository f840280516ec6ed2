"""The plan of the house as data, the checks as small functions, and that they bite."""
