"""integrity: signals, cases, and what people decide about them (kiểm tra tính trung thực)."""
