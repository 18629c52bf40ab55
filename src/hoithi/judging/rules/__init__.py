"""Pure rules of judging."""
