"""Writes of files: uploads that begin, go on, end or expire; files made on the server."""

from hoithi.files.operations.begin import begin_upload
from hoithi.files.operations.finish import finish_upload
from hoithi.files.operations.made import add_file, remove_file
from hoithi.files.operations.purge import purge_uploads
from hoithi.files.operations.receive import Reception, receive
from hoithi.files.operations.terminate import terminate_upload

__all__ = [
    "Reception",
    "add_file",
    "begin_upload",
    "finish_upload",
    "purge_uploads",
    "receive",
    "remove_file",
    "terminate_upload",
]
