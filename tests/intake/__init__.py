"""Intake: files in, drafts and problems out."""
