"""Writes of papers: drafted from a contest's data, edited, filled anew, put on the contest's page."""

from hoithi.papers.operations.write import UnknownPaper, edit_paper, refill_paper, show_paper, write_paper

__all__ = ["UnknownPaper", "edit_paper", "refill_paper", "show_paper", "write_paper"]
