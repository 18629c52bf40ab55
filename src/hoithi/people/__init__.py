"""people: accounts, persons, units, rosters, consent."""
