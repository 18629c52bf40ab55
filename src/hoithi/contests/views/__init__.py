"""Pages of the contest floor: translation only."""
