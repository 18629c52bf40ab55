"""reports: statistics kept in the background, pages and files for meetings (báo cáo); writes only its own figures."""
