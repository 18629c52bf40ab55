"""contests: groups, parts, lifecycle, roles and bodies, entrants, the standings engine, the registry of kinds, freeze."""
