"""Reads of the quiz, scoped to who asks."""
