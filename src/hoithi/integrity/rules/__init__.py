"""Pure rules of integrity: the standard library only."""
