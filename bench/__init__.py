"""`make bench`: what the product reaches, beside what the machine allows, in one run. See docs/performance.md."""
