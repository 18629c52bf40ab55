"""Whole contests in a real browser, told the way the people of a contest live them."""
