"""Pure rules of a contest: standings, ties, promotion. Standard library only; facts in, data out."""
