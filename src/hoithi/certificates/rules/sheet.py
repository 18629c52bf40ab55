"""One sheet of paper (tờ giấy): every word that is printed, kept with the certificate and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """The words of one certificate; "" leaves a line out. `name` is the holder in large letters."""

    over: str
    issuer: str
    heading: str
    opening: str
    name: str
    body: str
    prize: str
    closing: str
    place_date: str
    prefix: str
    signer_title: str
    signer: str
    number: str
    code: str
    address: str

    def stored(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Sheet:
        return cls(**{field.name: str(stored.get(field.name, "")) for field in fields(cls)})
