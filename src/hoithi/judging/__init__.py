"""judging: jury scores (chấm của Ban Giám khảo)."""
