from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.merkle import leaf_hash, proof, root, verify

leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=40).map(lambda items: [leaf_hash(item) for item in items])


def test_known_roots_of_rfc_6962() -> None:
    assert root([]).hex() == hashlib.sha256(b"").hexdigest()
    assert root([leaf_hash(b"")]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    three = [leaf_hash(b"\x00"), leaf_hash(b"\x10"), leaf_hash(b"\x20\x21")]
    assert (
        root([leaf_hash(b""), *three[:1]]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
    assert root([leaf_hash(b""), three[0], three[1]]).hex() == (
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    )


@given(leaves, st.data())
def test_every_leaf_has_a_proof_and_no_other_leaf_uses_it(tree: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(tree) - 1))
    steps = proof(tree, index)
    assert verify(tree[index], steps, root(tree))
    assert not verify(leaf_hash(b"a stranger of nine"), steps, root(tree))


@given(leaves)
def test_a_leaf_is_never_a_node(tree: list[bytes]) -> None:
    assert root(tree) not in tree or len(tree) == 1


def test_there_is_no_proof_of_a_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        proof([leaf_hash(b"")], 1)
