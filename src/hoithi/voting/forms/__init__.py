"""Forms of the vote's console."""
