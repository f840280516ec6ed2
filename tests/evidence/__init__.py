"""Evidence: documents that stand on their own and are always the same bytes."""
