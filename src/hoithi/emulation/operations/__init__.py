"""Every write of an emulation campaign."""
