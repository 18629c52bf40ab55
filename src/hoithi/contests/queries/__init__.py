"""Permission-scoped reads of contests."""
