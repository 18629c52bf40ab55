"""entries: works: video, image, document, link, live (tác phẩm dự thi)."""
