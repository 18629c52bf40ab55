"""Laws of the draw: exact counts, no repeats, one paper per seed, the bank's order of no matter."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.quiz.rules.paper import (
    Blueprint,
    BlueprintUnmet,
    Cell,
    DuplicateQuestion,
    QuestionRef,
    Section,
    coverage,
    draw,
    paper_seed,
    prepare,
)
from hoithi.quiz.rules.stream import Stream

TOPICS = ("cchc", "dvc", "de-an-06")
LEVELS = ("de", "vua", "kho")
SECRET = bytes(range(32))


def question(at: int, topic: str = "cchc", difficulty: str = "de", **more: object) -> QuestionRef:
    fields = {"kind": "single", "options": ("a", "b", "c", "d"), "shuffle": True} | more
    return QuestionRef(id=f"q{at:03d}", version=1, topic=topic, difficulty=difficulty, **fields)  # type: ignore[arg-type]


@st.composite
def banks(draw_from: st.DrawFn) -> list[QuestionRef]:
    kinds = draw_from(st.lists(st.tuples(st.sampled_from(TOPICS), st.sampled_from(LEVELS)), min_size=1, max_size=40))
    return [question(at, topic, level) for at, (topic, level) in enumerate(kinds)]


@st.composite
def blueprints(draw_from: st.DrawFn) -> Blueprint:
    cell = st.builds(
        Cell, st.sampled_from((*TOPICS, None)), st.sampled_from((*LEVELS, None)), st.integers(min_value=0, max_value=5)
    )
    cells = draw_from(st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=3))
    return Blueprint(tuple(Section(f"s{at}", tuple(inside)) for at, inside in enumerate(cells)))


@given(blueprints(), banks(), st.binary(min_size=32, max_size=32), st.randoms())
def test_paper_laws(blueprint, bank, seed, random):
    found = coverage(blueprint, bank)
    assert [entry.cell for entry in found] == [cell for section in blueprint.sections for cell in section.cells]
    if not all(entry.met for entry in found):
        with pytest.raises(BlueprintUnmet):
            draw(blueprint, bank, seed)
        return
    paper = draw(blueprint, bank, seed)
    assert len(paper) == blueprint.questions == len({line.id for line in paper})
    assert [line.section for line in paper] == sorted(line.section for line in paper)
    mixed = list(bank)
    random.shuffle(mixed)
    assert draw(blueprint, mixed, seed) == paper


@given(banks(), st.data())
def test_every_cell_gets_its_exact_count(bank, data):
    cells = []
    for topic in TOPICS:
        for level in LEVELS:
            there = sum((q.topic, q.difficulty) == (topic, level) for q in bank)
            cells.append(Cell(topic, level, data.draw(st.integers(0, there))))
    by_id = {q.id: q for q in bank}
    paper = draw(Blueprint((Section("s", tuple(cells)),)), bank, data.draw(st.binary(min_size=32, max_size=32)))
    for cell in cells:
        assert sum(cell.takes(by_id[line.id]) for line in paper) == cell.count


def test_what_is_missing_is_named():
    bank = [question(1), question(2, "dvc")]
    with pytest.raises(BlueprintUnmet) as caught:
        draw(Blueprint((Section("s", (Cell("cchc", "de", 3),)),)), bank, SECRET)
    assert (caught.value.cell, caught.value.wanted, caught.value.available) == (Cell("cchc", "de", 3), 3, 1)
    assert str(caught.value).startswith("Ngân hàng câu hỏi chưa đủ cho ô “cchc – de”")


def test_a_cell_of_any_takes_only_what_narrow_cells_leave():
    bank = [question(1), question(2), question(3, "dvc")]
    blueprint = Blueprint((Section("s", (Cell(None, None, 2), Cell("cchc", "de", 1))),))
    assert [entry.available for entry in coverage(blueprint, bank)] == [2, 2]
    for n in range(1, 30):
        assert len(draw(blueprint, bank, paper_seed(SECRET, "p", "A", n))) == 3


def test_a_bank_with_an_id_twice_is_refused():
    with pytest.raises(DuplicateQuestion):
        prepare(Blueprint(()), [question(1), question(1)])


def test_seed_depends_on_every_part_and_on_where_parts_end():
    seeds = {paper_seed(SECRET, *parts) for parts in (("p", "A", 1), ("p", "A", 2), ("pA", "", 1), ("p", "B", 1))}
    assert len(seeds) == 4
    assert paper_seed(SECRET, "p", "A", 1) == paper_seed(SECRET, "p", "A", 1)
    assert paper_seed(bytes(32), "p", "A", 1) != paper_seed(SECRET, "p", "A", 1)


def test_another_attempt_is_another_paper():
    bank = [question(at) for at in range(60)]
    ready = prepare(Blueprint((Section("s", (Cell("cchc", "de", 20),)),)), bank)
    papers = {ready.paper(paper_seed(SECRET, "p", "A", n)) for n in range(1, 101)}
    assert len(papers) == 100


def test_options_are_mixed_unless_fixed_and_never_for_true_false():
    bank = [
        question(1),
        question(2, shuffle=False),
        question(3, kind="true_false", options=("true", "false")),
    ]
    ready = prepare(Blueprint((Section("s", (Cell(None, None, 3),)),)), bank)
    seen: dict[str, set[tuple[str, ...]]] = {}
    for n in range(1, 200):
        for line in ready.paper(paper_seed(SECRET, "p", "A", n)):
            seen.setdefault(line.id, set()).add(line.options)
    assert {key: len(orders) for key, orders in seen.items()} == {"q001": 24, "q002": 1, "q003": 1}


def test_the_stream_is_the_documented_one():
    """Recomputed here from docs/rules/papers.md, without the product's code."""

    def part(text: str) -> bytes:
        return len(text).to_bytes(4, "big") + text.encode()

    block = hmac.new(SECRET, part("cell") + part("0") + part("1") + part("0"), hashlib.sha256).digest()
    first = [int.from_bytes(block[at : at + 8], "big") for at in (0, 8, 16, 24)]
    stream = Stream(SECRET, "cell", 0, 1)
    assert [stream.below(1000) for _ in first] == [value % 1000 for value in first]


@given(st.binary(min_size=32, max_size=32), st.integers(1, 50))
def test_a_shuffle_keeps_everything_and_numbers_stay_below(seed, n):
    assert sorted(Stream(seed, "x").shuffled(range(n))) == list(range(n))
    assert all(0 <= Stream(seed, at).below(n) < n for at in range(5))


def test_draws_are_even():
    """Each of 10 questions comes about 300 times in 1000 papers of 3 (five standard deviations allowed)."""
    ready = prepare(Blueprint((Section("s", (Cell(None, None, 3),)),)), [question(at) for at in range(10)])
    counts: dict[str, int] = {}
    for n in range(1000):
        for line in ready.paper(paper_seed(SECRET, "p", "A", n)):
            counts[line.id] = counts.get(line.id, 0) + 1
    assert all(abs(count - 300) < 75 for count in counts.values())


def test_a_known_paper_stays_the_same():
    """A paper drawn once must be drawn again years later: this literal may never change."""
    bank = [question(at) for at in range(8)]
    blueprint = Blueprint((Section("a", (Cell("cchc", "de", 2),)), Section("b", (Cell(None, None, 2),))))
    paper = draw(blueprint, bank, paper_seed(SECRET, "trac-nghiem", "SS24-7F3K", 1))
    assert [(line.section, line.id, "".join(line.options)) for line in paper] == KNOWN


KNOWN = [("a", "q005", "bdac"), ("a", "q002", "badc"), ("b", "q001", "bacd"), ("b", "q006", "bcda")]


def documented() -> dict[str, object]:
    """The program printed in docs/rules/papers.md."""
    text = (Path(__file__).parents[3] / "docs/rules/papers.md").read_text("utf-8")
    found: dict[str, object] = {}
    exec(text.split("```python\n")[1].split("```")[0], found)
    return found


@given(blueprints(), banks(), st.integers(1, 9))
def test_the_program_in_the_documentation_draws_the_same(blueprint, bank, n):
    if not all(entry.met for entry in coverage(blueprint, bank)):
        return
    cells = [[(c.topic, c.difficulty, c.count) for c in section.cells] for section in blueprint.sections]
    plain = {q.id: (q.topic, q.difficulty, q.options, True) for q in bank}
    theirs = OUTSIDER["paper"](SECRET, "p", "A", n, cells, plain)
    ours = draw(blueprint, bank, paper_seed(SECRET, "p", "A", n))
    assert [(line.id, list(line.options)) for line in ours] == theirs


def test_the_example_in_the_documentation():
    seed = paper_seed(SECRET, "trac-nghiem", "SS24-7F3K", 1).hex()
    assert seed in (Path(__file__).parents[3] / "docs/rules/papers.md").read_text("utf-8")


OUTSIDER = documented()
