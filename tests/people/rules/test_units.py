from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hoithi.people.rules.units import Link, Node, UnitTree

CUT = date(2025, 7, 1)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
PROVINCE, DISTRICT, COMMUNE_A, COMMUNE_B, NEW_COMMUNE, SCHOOL = range(1, 7)
NODES = [
    Node(PROVINCE, None),
    Node(DISTRICT, PROVINCE, valid_to=CUT),
    Node(COMMUNE_A, DISTRICT, valid_to=CUT),
    Node(COMMUNE_B, DISTRICT, valid_to=CUT),
    Node(NEW_COMMUNE, PROVINCE, valid_from=CUT),
    Node(SCHOOL, COMMUNE_A),
]
LINKS = [Link(COMMUNE_A, NEW_COMMUNE), Link(COMMUNE_B, NEW_COMMUNE)]


def tree(day: date) -> UnitTree:
    return UnitTree(NODES, LINKS, day)


def test_three_tiers_before_and_two_after():
    assert tree(BEFORE).path(SCHOOL) == [PROVINCE, DISTRICT, COMMUNE_A, SCHOOL]
    assert tree(AFTER).path(SCHOOL) == [PROVINCE, NEW_COMMUNE, SCHOOL]


def test_who_stands_for_a_unit():
    assert tree(AFTER).versions(COMMUNE_B) == [NEW_COMMUNE]
    assert tree(BEFORE).versions(COMMUNE_B) == [COMMUNE_B]
    assert tree(BEFORE).versions(NEW_COMMUNE) == [COMMUNE_A, COMMUNE_B]
    assert tree(AFTER).versions(DISTRICT) == []


def test_a_parent_abolished_without_successor_gives_way_to_the_one_above():
    office = Node(7, DISTRICT)
    after = UnitTree([*NODES, office], LINKS, AFTER)
    assert after.parent(7) == PROVINCE
    assert after.children(PROVINCE) == [NEW_COMMUNE, 7]
    assert after.descendants(PROVINCE) == [PROVINCE, NEW_COMMUNE, 7, SCHOOL]


def test_a_child_entered_under_a_later_version_is_found_earlier():
    later = Node(8, NEW_COMMUNE)
    assert UnitTree([*NODES, later], LINKS, BEFORE).parent(8) == COMMUNE_A


def test_a_child_entered_before_its_parent_began_without_predecessor():
    assert UnitTree([Node(1, 2), Node(2, None, valid_from=AFTER)], [], BEFORE).path(1) == [1]


NODE_IDS = st.integers(1, 6)


@given(
    st.lists(st.tuples(NODE_IDS, st.none() | NODE_IDS, st.sampled_from([None, CUT])), unique_by=lambda row: row[0]),
    st.lists(st.tuples(NODE_IDS, NODE_IDS), max_size=8),
)
def test_circles_in_bad_data_never_hang(rows, links):
    found = UnitTree((Node(*row) for row in rows), (Link(*link) for link in links if link[0] != link[1]), AFTER)
    for unit, _parent, _to in rows:
        path = found.path(unit)
        assert path[-1] == unit
        assert len(path) == len(set(path))
        assert found.descendants(unit)[0] == unit
