"""OpenID Connect, what needs no network: the address people are sent to, and what a provider says of itself.

Sources: OpenID Connect Core 1.0 and Discovery 1.0; RFC 7636 (PKCE); RFC 9207 (issuer in the answer).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a published key; never "none", never a shared secret."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BadProvider(ValueError):
    """What the provider says of itself cannot be used."""


class Endpoints(NamedTuple):
    """Addresses of a provider, and what it takes."""

    authorization: str
    token: str
    keys: str
    algorithms: tuple[str, ...]
    secret_in_body: bool


def is_safe(url: str) -> bool:
    """https, or this machine itself while somebody develops."""
    parts = urlsplit(url)
    return bool(parts.netloc) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def endpoints(document: Mapping[str, Any], issuer: str) -> Endpoints:
    """The discovery document of exactly this issuer. Raises BadProvider."""
    if document.get("issuer") != issuer:
        raise BadProvider(f"issuer {document.get('issuer')!r}, expected {issuer!r}")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, keys = (str(document.get(name, "")) for name in names)
    if not all(map(is_safe, (authorization, token, keys))):
        raise BadProvider("an endpoint is missing or not https")
    offered = document.get("id_token_signing_alg_values_supported", ["RS256"])
    algorithms = tuple(name for name in ALGORITHMS if name in offered)
    if not algorithms:
        raise BadProvider(f"no signature we know in {offered!r}")
    ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Endpoints(authorization, token, keys, algorithms, "client_secret_basic" not in ways)


def challenge_of(verifier: str) -> str:
    """S256: what the provider keeps until the verifier itself is shown."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def authorization_url(
    endpoint: str, *, client_id: str, redirect_uri: str, scope: str, state: str, nonce: str, verifier: str
) -> str:
    """Where the browser goes; nothing in it is secret."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def is_ours(claims: Mapping[str, Any], *, client_id: str, nonce: str) -> bool:
    """Whether a verified token answers this very sign-in: its nonce, and us as the party it was made for."""
    audience = claims.get("aud")
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        return False
    return bool(nonce) and claims.get("nonce") == nonce
