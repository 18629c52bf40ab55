"""emulation: emulation campaigns with a scorecard (thi đua chấm điểm)."""
