"""The sealed result holds the vote so that others count it again; whatever is changed in it is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.contests.models import Part
from hoithi.contests.operations.standings import refresh_standing
from hoithi.core.canonical import digest
from hoithi.core.sealed import make_envelope
from hoithi.verify import verify_file
from hoithi.voting.marks import Marks
from hoithi.voting.models import Suspicion
from hoithi.voting.operations.review import discount_votes, reverse_discount
from hoithi.voting.operations.scan import scan_votes
from hoithi.voting.operations.snapshot import Figures
from hoithi.voting.rules.counting import Vote, leaf
from tests.contests import factories as make
from tests.entries import factories as entries
from tests.voting import factories as own
from tests.voting.operations.test_snapshot import entered

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
MIX = {
    "source": "mix",
    "page": {"title": "Trang ví dụ"},
    "evidence": False,
    "mix": {"votes": {"share": "60", "max": 20}, "likes": {"share": "40", "max": 30}},
}


def voted(**vote: Any) -> Part:
    """Three works: eighteen votes of one network for the first, four for the second, none for the third."""
    part = own.vote_part(publish=3, **vote)
    for n in range(4):
        own.vote(part, 2, now=own.NOW - timedelta(hours=n), marks=Marks(f"d{n}", f"n{n}"))
    for n in range(18):
        own.vote(part, 1, now=own.NOW + timedelta(seconds=n), marks=Marks(f"x{n}", "farm"))
    return part


def sealed(part: Part) -> Json:
    own.counted(own.AFTER)
    for standing in part.contest.standings.select_related("contest"):
        refresh_standing(standing, now=own.AFTER)
    propose_awards(part.contest, now=own.AFTER)
    found: Json = json.loads(seal_result(part.contest, now=own.AFTER).envelope)
    return found


def discounted(part: Part) -> Part:
    scan_votes(part, now=own.AFTER)
    by = make.holder_of("organiser", part.contest)
    assert by is not None
    finding = Suspicion.objects.get(part=part, kind="network")
    reverse_discount(
        discount_votes(finding, reason="Nhầm", now=own.AFTER, by=by), reason="Xem lại", now=own.AFTER, by=by
    )
    finding.refresh_from_db()
    discount_votes(finding, reason="Một mạng, một phút", now=own.AFTER, by=by)
    return part


def differences(envelope: Json, change: Callable[[Json], object]) -> list[str]:
    """What is found in a body changed by somebody who holds the key."""
    change(envelope["body"])
    envelope["body"]["rules_hash"] = digest(envelope["body"]["rules"])
    report = verify_file(json.dumps(make_envelope(envelope["body"], settings.SIGNING_KEY)))
    rows = {f"body.facts[{at}].votes": f"{one['id']} votes" for at, one in enumerate(envelope["body"]["facts"])}
    return [rows.get(one["path"], one["path"]) for one in report["differences"]]


def works(body: Json) -> Json:
    found: Json = body["records"][0]["works"]
    return found


def row(body: Json, name: str) -> Json:
    found: Json = next(one for one in body["facts"] if one["id"] == name)
    return found


def test_votes_discounts_and_their_reversal_are_counted_again() -> None:
    envelope = sealed(discounted(voted()))
    body = envelope["body"]
    assert verify_file(json.dumps(envelope))["differences"] == []
    assert {name: row(body, f"video/{name}")["votes"] for name in "123"} == {"1": 0, "2": 4, "3": 0}
    assert (len(works(body)["1"]["discounted"]), works(body)["1"]["set_aside"]) == (18, {"2": 18})
    said = [
        (one["no"], one["count"], one["reason"], one["reversed_at"] is None) for one in body["records"][0]["discounts"]
    ]
    assert said == [(1, 18, "Nhầm", False), (2, 18, "Một mạng, một phút", True)]


def test_a_voter_finds_their_vote_in_the_sealed_file_and_nobody_else_does() -> None:
    part = voted()
    ballot = own.vote(part, 2).ballot
    text = json.dumps(sealed(part))
    assert leaf(Vote(ballot.code, "2", True)).hex() in text
    assert ballot.code not in text


def test_figures_of_a_page_are_the_votes() -> None:
    snapshot = own.outside_part()
    entered(snapshot, Figures(1, likes=10, views=50), Figures(2, likes=20))
    envelope = sealed(snapshot)
    assert verify_file(json.dumps(envelope))["ok"]
    assert row(envelope["body"], "video/2")["votes"] == 20
    assert envelope["body"]["records"][0]["snapshot"]["page"] == "Trang ví dụ"


def test_a_mix_is_worked_out_again() -> None:
    part = voted(**MIX)
    entered(part, Figures(1, likes=0), Figures(2, likes=10))
    envelope = sealed(part)
    assert verify_file(json.dumps(envelope))["differences"] == []
    assert row(envelope["body"], "video/1")["votes"] == "54/1", "60 · 18/20"
    assert row(envelope["body"], "video/2")["votes"] == "76/3", "60 · 4/20 + 40 · 10/30"
    assert "votes" not in row(envelope["body"], "video/3"), "nobody entered its likes"


def drop(body: Json) -> None:
    works(body)["2"]["counted"].pop()


def move(body: Json) -> None:
    works(body)["2"]["counted"].append(works(body)["1"]["discounted"].pop())


def copy(body: Json) -> None:
    works(body)["2"]["counted"].append(works(body)["2"]["counted"][0])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drop, {"body.records[0].root", "video/2 votes"}),
        (move, {"body.records[0].works.1.discounted", "video/2 votes"}),
        (copy, {"body.records[0].works", "body.records[0].root", "video/2 votes"}),
        (lambda body: row(body, "video/3").update(votes=9), {"video/3 votes"}),
        (lambda body: body["records"][0].update(root="0" * 64), {"body.records[0].root"}),
        (lambda body: body["records"][0]["discounts"][1].update(count=17), {"body.records[0].discounts.2"}),
        (lambda body: body["records"][0]["discounts"].pop(), {"body.records[0].discounts.2"}),
        (lambda body: works(body)["1"].update(set_aside={"2": 17}), {"body.records[0].works.1.discounted"}),
        (lambda body: works(body)["1"].update(id="video/2"), {"body.records[0].works"}),
        (lambda body: body.pop("records"), {"body.records"}),
        (lambda body: body["records"].append(body["records"][0]), {"body.records"}),
        (lambda body: body["records"][0].update(table="khac"), {"body.rules"}),
    ],
)
def test_whatever_is_changed_is_found_even_under_a_good_signature(
    change: Callable[[Json], object], told: set[str]
) -> None:
    found = differences(sealed(discounted(voted())), change)
    assert told <= set(found), found


@pytest.mark.parametrize(
    "change",
    [
        lambda body: works(body)["2"]["figures"].update(likes=11),
        lambda body: body["rules"]["parts"][0]["content"]["settings"]["vote"]["mix"]["votes"].update(max=40),
        lambda body: body["rules"]["parts"][0]["content"]["settings"]["vote"].update(source="platform"),
        lambda body: body["records"][0].update(snapshot=None),
    ],
)
def test_another_mix_or_figure_is_found(change: Callable[[Json], object]) -> None:
    part = voted(**MIX)
    entered(part, Figures(1, likes=0), Figures(2, likes=10))
    assert differences(sealed(part), change)


def test_a_vote_that_still_runs_is_not_sealed() -> None:
    """A part's own result may be sealed while people vote on its works: no count of theirs stands in it."""
    term = {"key": "ok", "title": "Hợp lệ", "part": "video", "measure": "accepted"}
    board = {"key": "khac", "title": "Khác", "subject": "entry", "formula": "lexicographic", "terms": [term]}
    table = entries.entries_part() | {"vote": {"opens": own.OPENS, "closes": own.CLOSES}}
    part = entries.opened(table, standing=[board], prize=[])
    own.published(part)
    own.vote(part, 1)
    own.counted()
    for standing in part.contest.standings.select_related("contest"):
        refresh_standing(standing, now=own.NOW)
    body = json.loads(seal_result(part.contest, now=own.NOW).envelope)["body"]
    assert "records" not in body
    assert not any("votes" in one for one in body["facts"])
