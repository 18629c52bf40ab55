"""publicity: publication log, news, channels (truyền thông)."""
