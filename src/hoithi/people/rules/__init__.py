"""Pure rules of persons, units and accounts."""
