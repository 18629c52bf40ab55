"""What pages, boards and standings read of an emulation campaign."""
