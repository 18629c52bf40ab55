"""contests: groups, parts, lifecycle, roles and bodies, entrants, the standings engine, kinds of part, freeze."""
