"""Statistics on pages and in files."""
