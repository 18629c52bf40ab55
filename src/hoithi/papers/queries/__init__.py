"""Reads of papers: a contest gathered into plain facts."""
