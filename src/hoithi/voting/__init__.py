"""voting: public vote on works (bình chọn)."""
