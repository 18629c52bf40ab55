"""Proof of work (xác nhận không phải máy): a small task a browser solves by itself, bound to one person and one vote.

Altcha signs and verifies; it keeps no memory, so who uses a solution twice is found by `Ballot.challenge`. Its own
expiry reads the machine's clock, not the contest's: the moment stands in the signed data and is compared here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import altcha
from django.conf import settings

from hoithi.core.canonical import keyed
from hoithi.voting.errors import ProofMissing, ProofSpent

ALGORITHM = "SHA-256"
GOOD_FOR = timedelta(minutes=10)
LEAST, MOST = 20_000, 60_000
"""Tries a browser needs: well under a second on an old telephone, and no luck makes it long."""
LONGEST = 4000


def _secret() -> str:
    return keyed(settings.SECRET_KEY.encode(), "vote-challenge").hex()


def new_challenge(part_id: int, user_id: int, *, now: datetime) -> dict[str, Any]:
    """A task for one person in one vote, as the browser takes it."""
    counter = LEAST + secrets.randbelow(MOST - LEAST + 1)
    data = {"part": part_id, "user": user_id, "until": int((now + GOOD_FOR).timestamp())}
    made = altcha.create_challenge(ALGORITHM, 1, counter=counter, data=data, hmac_secret=_secret())
    challenge: dict[str, Any] = made.to_dict()
    return challenge


def check_proof(payload: str, part_id: int, user_id: int, *, now: datetime) -> str:
    """The print of a solved task, to be stored with the vote. Raises ProofMissing, ProofSpent."""
    if not payload or len(payload) > LONGEST:
        raise ProofMissing
    try:
        told = json.loads(base64.b64decode(payload, validate=True))["challenge"]
        data, signature = told["parameters"]["data"], str(told["signature"])
        bound = (data["part"], data["user"])
        until = int(data["until"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ProofMissing from None
    if not altcha.verify_solution(payload, _secret()).verified:
        raise ProofMissing
    if bound != (part_id, user_id) or now.timestamp() >= until:
        raise ProofSpent
    return hashlib.sha256(signature.encode()).hexdigest()
