"""Reads of files: one's own uploads, stored files as paths or answers."""

from hoithi.files.queries.local import StoreTrouble, local_path
from hoithi.files.queries.serve import send
from hoithi.files.queries.uploads import own_upload, unfinished

__all__ = ["StoreTrouble", "local_path", "own_upload", "send", "unfinished"]
