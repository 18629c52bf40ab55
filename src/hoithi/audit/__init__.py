"""audit: append-only log with hash-chained batches and an action registry; knows no app."""
