"""Forms of an emulation campaign."""
