"""An OpenID provider in this process: real requests, real keys, real signatures; `lie` makes it answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "hoithi-thu", "bi mat/của+máy"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """`lie` goes over the claims of every token; `document` over what it says of itself."""

    issuer: str = ""
    keys: dict[str, Any] = field(default_factory=lambda: {"k1": new_key()})
    signs_with: str = "k1"
    algorithm: str = "RS256"
    signing_key: Any = None
    """A key nobody publishes, where the provider is somebody else."""
    lie: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def settings(self, **more: str) -> dict[str, str]:
        base = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET}
        return base | {"title": "Danh tính thử", "scope": "openid profile"} | more

    def approve(self, url: str, subject: str = "a-1") -> dict[str, str]:
        """What the browser brings back after somebody signed in at `url`."""
        assert url.startswith(f"{self.issuer}/authorize?")
        sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}
        assert (sent["response_type"], sent["client_id"], sent["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert "openid" in sent["scope"].split()
        code = f"code-{time.monotonic_ns()}"
        self.asked[code] = sent | {"subject": subject}
        return {"code": code, "state": sent["state"], "iss": self.issuer}

    def described(self) -> dict[str, Any]:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in paths.items()}
        return found | {"id_token_signing_alg_values_supported": ["RS256", "ES256"]} | self.document

    def jwks(self) -> dict[str, Any]:
        return {"keys": [{**_public(key), "kid": name, "use": "sig"} for name, key in self.keys.items()]}

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """One ID token for a code, once, for whoever shows secret and verifier."""
        asked = self.asked.pop(sent.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != sent.get("redirect_uri"):
            return None
        shown = hashlib.sha256(sent["code_verifier"].encode()).digest()
        client, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        known = (unquote(client), unquote(secret)) == (CLIENT, SECRET)
        if base64.urlsafe_b64encode(shown).rstrip(b"=").decode() != asked["code_challenge"] or not known:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": asked["subject"], "aud": CLIENT, "exp": now + 300, "iat": now}
        claims |= {"nonce": asked["nonce"], "name": "Nguyễn Văn Nối"} | self.lie
        said = {name: value for name, value in claims.items() if value is not None}
        key = self.keys[self.signs_with] if self.signing_key is None else self.signing_key
        return {"id_token": jwt.encode(said, key, self.algorithm, {"kid": self.signs_with}), "token_type": "Bearer"}


def _public(key: Any) -> dict[str, Any]:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)


@contextmanager
def running() -> Iterator[Provider]:
    """The provider on a free port of this machine."""
    found = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.calls.append(self.path)
            page = {"/.well-known/openid-configuration": found.described, "/keys": found.jwks}.get(self.path)
            self.answer(page() if page else None)

        def do_POST(self) -> None:
            found.calls.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(found.token(sent, self.headers.get("Authorization", "")))

        def answer(self, data: dict[str, Any] | None) -> None:
            self.send_response(400 if data is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(data or {"error": "invalid_grant"}).encode())

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
