"""The portal in a real browser: every page by eye of a machine, and the main ways through."""
