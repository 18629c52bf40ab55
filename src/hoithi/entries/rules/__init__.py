"""Pure rules of works."""
