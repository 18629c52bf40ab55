"""Who reviews what (phân công thẩm định): evenly, and nobody their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def assign(
    questions: Mapping[int, Collection[int]], reviewers: Collection[int], load: Mapping[int, int] | None = None
) -> tuple[dict[int, int], list[int]]:
    """Question → reviewer, and the questions nobody may review.

    `questions`: id → people who had a part in writing it; `load`: what reviewers already have. The questions fewest may
    review come first; each goes to whoever has least so far, the smaller id among equals, so that the same input always
    gives the same result.
    """
    have = {reviewer: (load or {}).get(reviewer, 0) for reviewer in sorted(set(reviewers))}
    open_to = {pk: [reviewer for reviewer in have if reviewer not in set(own)] for pk, own in questions.items()}
    given: dict[int, int] = {}
    for pk in sorted(open_to, key=lambda pk: (len(open_to[pk]), pk)):
        if open_to[pk]:
            given[pk] = min(open_to[pk], key=lambda reviewer: (have[reviewer], reviewer))
            have[given[pk]] += 1
    return given, sorted(pk for pk, people in open_to.items() if not people)
