"""Every write on persons, units, rosters, accounts and consents."""
