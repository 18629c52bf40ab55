"""Pages of the quiz: translation only."""
