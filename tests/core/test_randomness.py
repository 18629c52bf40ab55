"""Random bytes: the system's, or in a rehearsal those of a seed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from hoithi.core import randomness
from hoithi.core.canonical import CODE_ALPHABET, random_code
from hoithi.core.randomness import random_bytes, seeded


def test_the_same_seed_gives_the_same_bytes_and_codes() -> None:
    def taken(seed: int) -> tuple[bytes, bytes, str]:
        with seeded(seed):
            return random_bytes(5), random_bytes(40), random_code(20)

    assert taken(7) == taken(7)
    assert taken(7) != taken(8)
    assert random_bytes(16) != random_bytes(16)


def test_codes_use_every_symbol_of_the_alphabet_evenly() -> None:
    with seeded(1):
        found = Counter("".join(random_code(20) for _ in range(1500)))
    assert set(found) == set(CODE_ALPHABET)
    assert max(found.values()) < 1.25 * min(found.values())


def test_production_refuses_a_seed_except_in_a_rehearsal(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MODE = "production"
    with pytest.raises(RuntimeError), seeded(7):
        pass
    monkeypatch.setattr(randomness, "_rehearsal", False)
    randomness.declare_rehearsal()
    with seeded(7):
        assert len(random_bytes(3)) == 3
