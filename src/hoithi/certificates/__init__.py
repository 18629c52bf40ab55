"""certificates: giấy khen, giấy chứng nhận: designed, issued in bulk, checked by anybody."""
