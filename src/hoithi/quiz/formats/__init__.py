"""Files other programs write questions in: bytes → items and faults with their places; items → bytes. No database."""
