"""files: uploads that survive a lost network, and the store they end in (tệp tải lên)."""
