"""Every write of the contest floor: lock, check, rule, save, audit."""
