"""Writes of reports: only figures, all of which can be computed anew."""
