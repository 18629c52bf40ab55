"""A bucket on this machine: as much of S3 as the store speaks, and a switch that makes it unreachable."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Bucket:
    """What the server holds."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.down = False
        self.endpoint = ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def log_message(self, *args: Any) -> None: ...

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", headers.pop("length", None) or str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def missing(self, code: str = "NoSuchKey") -> None:
        self.answer(404, f"<Error><Code>{code}</Code></Error>".encode(), Content_Type="application/xml")

    def handled(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query, keep_blank_values=True)
        key, held = parts.path, self.bucket
        if held.down:
            self.answer(503, b"<Error><Code>SlowDown</Code></Error>")
        elif "X-Amz-Signature" not in asked and "Authorization" not in self.headers:
            self.answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif "uploads" in asked:
            name = f"u{len(held.parts)}"
            held.parts[name] = {}
            self.answer(200, f"<R><UploadId>{name}</UploadId></R>".encode(), Content_Type="application/xml")
        elif "uploadId" in asked:
            self.multipart(key, asked, body)
        elif self.command == "PUT":
            held.objects[key] = body
            self.answer(200, ETag='"x"')
        elif self.command == "DELETE":
            held.objects.pop(key, None)
            self.answer(204)
        elif key not in held.objects:
            self.missing()
        else:
            self.given(held.objects[key])

    def multipart(self, key: str, asked: dict[str, list[str]], body: bytes) -> None:
        name = asked["uploadId"][0]
        if name not in self.bucket.parts:
            self.missing("NoSuchUpload")
        elif self.command == "PUT":
            self.bucket.parts[name][int(asked["partNumber"][0])] = body
            self.answer(200, ETag=f'"{hashlib.md5(body).hexdigest()}"')
        elif self.command == "DELETE":
            del self.bucket.parts[name]
            self.answer(204)
        else:
            sent = self.bucket.parts.pop(name)
            tags = re.findall(rb"<ETag>(?:&quot;|\")?(\w+)", body)
            assert [hashlib.md5(sent[n]).hexdigest().encode() for n in sorted(sent)] == tags
            self.bucket.objects[key] = b"".join(sent[n] for n in sorted(sent))
            self.answer(200, b"<R><ETag>x</ETag></R>", Content_Type="application/xml")

    def given(self, content: bytes) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if found:
            content = content[int(found[1]) : int(found[2]) + 1 if found[2] else None]
        self.answer(206 if found else 200, content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handled  # noqa: N815


@contextmanager
def serving() -> Iterator[Bucket]:
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handled", (Handler,), {"bucket": bucket}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    bucket.endpoint = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
