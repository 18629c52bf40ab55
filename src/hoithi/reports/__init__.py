"""reports: reads everyone's queries, writes nothing (báo cáo)."""
