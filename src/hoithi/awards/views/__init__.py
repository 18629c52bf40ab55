"""Pages of awards: for everybody, and on the console."""
