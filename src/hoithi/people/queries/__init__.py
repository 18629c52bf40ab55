"""Reads of persons, units and rosters."""
