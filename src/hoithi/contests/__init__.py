"""contests: contest, groups, parts, lifecycle, roles and bodies, entrants, standings engine and registry, rule freeze."""
