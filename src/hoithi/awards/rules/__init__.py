"""Pure rules of awards: places and a prize structure in, proposed awards out."""
