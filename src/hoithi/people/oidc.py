"""Asking an OpenID provider: discovery, a code for an ID token, the token's signature. One provider a site.

`settings.OIDC` is {} or {"issuer", "client_id", "client_secret", "title", "scope"} (docs/administrator/settings.md).
Tokens are made and run out in the real time of another server: their clock is the machine's, not a rehearsal's.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings
from django.core.cache import cache

from hoithi.core.canonical import sha256_hex
from hoithi.people.errors import ExternalRefused, ExternalUnreachable
from hoithi.people.rules.oidc import BadProvider, Endpoints, authorization_url, endpoints, is_ours, is_safe

TIMEOUT_S, MOST_BYTES, KEPT_S, LEEWAY_S = 10, 1_000_000, 3600, 60
LONGEST_SUBJECT = 255


class Identified(NamedTuple):
    """Who somebody is at a provider; `name` is what the provider calls them, for them to recognise."""

    issuer: str
    subject: str
    name: str


def provider() -> dict[str, str]:
    """The site's provider, {} where there is none."""
    found: dict[str, str] = settings.OIDC
    return found


def sign_in_url(*, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
    """Where to send the browser. Raises ExternalUnreachable."""
    ours = provider()
    return authorization_url(
        _endpoints().authorization,
        client_id=ours["client_id"],
        redirect_uri=redirect_uri,
        scope=ours["scope"],
        state=state,
        nonce=nonce,
        verifier=verifier,
    )


def identify(code: str, *, redirect_uri: str, nonce: str, verifier: str) -> Identified:
    """Who came back with this code. Raises ExternalUnreachable, ExternalRefused."""
    ours, found = provider(), _endpoints()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
        "client_id": ours["client_id"],
    }
    headers = {}
    if ours["client_secret"] and found.secret_in_body:
        sent["client_secret"] = ours["client_secret"]
    elif ours["client_secret"]:
        pair = f"{quote(ours['client_id'], safe='')}:{quote(ours['client_secret'], safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = _fetch(found.token, headers, urlencode(sent).encode())
    claims = _verified(str(answer.get("id_token", "")), found)
    subject = claims["sub"]
    if not is_ours(claims, client_id=ours["client_id"], nonce=nonce) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ExternalRefused
    return Identified(ours["issuer"], subject, str(claims.get("name") or claims.get("preferred_username") or "")[:120])


def _verified(token: str, found: Endpoints) -> Mapping[str, Any]:
    """Claims of a token signed by one of the provider's keys, for us, not run out. Raises ExternalRefused."""
    ours = provider()
    try:
        key = _key_of(token, found)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(found.algorithms),
            audience=ours["client_id"],
            issuer=ours["issuer"],
            leeway=LEEWAY_S,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise ExternalRefused from error
    return claims


def _key_of(token: str, found: Endpoints) -> jwt.PyJWK:
    """The key a token names; a name not known yet is looked up once more, for providers change their keys."""
    wanted = jwt.get_unverified_header(token).get("kid")
    for fresh in (False, True):
        keys = [key for key in jwt.PyJWKSet.from_dict(_document(found.keys, fresh=fresh)).keys if _signs(key)]
        chosen = [key for key in keys if key.key_id == wanted] if wanted else keys
        if len(chosen) == 1:
            return chosen[0]
    raise jwt.InvalidKeyError("no such key")


def _signs(key: jwt.PyJWK) -> bool:
    return key.public_key_use in (None, "sig")


def _endpoints() -> Endpoints:
    issuer = provider()["issuer"]
    try:
        return endpoints(_document(f"{issuer.rstrip('/')}/.well-known/openid-configuration"), issuer)
    except BadProvider as error:
        raise ExternalUnreachable from error


def _document(url: str, *, fresh: bool = False) -> dict[str, Any]:
    """A public document of the provider, kept for an hour."""
    name = f"oidc:{sha256_hex(url.encode())}"
    found: dict[str, Any] | None = None if fresh else cache.get(name)
    if found is None:
        found = _fetch(url, {})
        cache.set(name, found, KEPT_S)
    return found


class _NoRedirect(HTTPRedirectHandler):
    """A provider answers where it says it does; a code is never carried elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _fetch(url: str, headers: Mapping[str, str], sent: bytes | None = None) -> dict[str, Any]:
    """One JSON object. Raises ExternalUnreachable; ExternalRefused where the provider turned the code down."""
    if not is_safe(url):
        raise ExternalUnreachable
    request = Request(url, sent, {"Accept": "application/json", **headers})  # noqa: S310  only https passes is_safe
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S) as answer:
            found = json.loads(answer.read(MOST_BYTES))
    except HTTPError as error:
        with error:
            raise (ExternalRefused if error.code in (400, 401, 403) else ExternalUnreachable) from error
    except (OSError, HTTPException, ValueError) as error:
        raise ExternalUnreachable from error
    if not isinstance(found, dict):
        raise ExternalUnreachable
    return found
