"""Every write of the quiz: lock, check, rule, save, audit."""
