"""The small path ahead of Django for saves, submits and starts: docs/decisions/0012-group-commit.md."""
