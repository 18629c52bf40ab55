"""A part's quiz settings as they hold for one group, and its blueprint in the form that is frozen and drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hoithi.contests.models import Entrant, Part
from hoithi.contests.models.parsed import parsed
from hoithi.quiz.rules.marking import Marking
from hoithi.quiz.rules.paper import Blueprint, Cell, Section
from hoithi.quiz.schema import QuizSettings


def settings_of(part: Part, group_key: str = "") -> QuizSettings:
    """The settings of a quiz part for entrants of a group."""
    return parsed(QuizSettings, part.settings_of("quiz")).for_group(group_key)


class SettingsBook:
    """The settings of a batch: read out of each part once for a group, whatever the number of attempts."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], QuizSettings] = {}

    def of(self, part: Part, entrant: Entrant) -> QuizSettings:
        """Those that hold for the entrant's group."""
        key = part.pk, entrant.group.key
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = settings_of(part, entrant.group.key)
        return found


def banks_drawn(part: Part) -> set[str]:
    """Keys of the banks papers of a quiz part are drawn from, in any group."""
    base = settings_of(part)
    return {base.bank, *(settings_of(part, group).bank for group in base.by_group)}


def marking_of(settings: QuizSettings) -> Marking:
    return Marking(multiple=settings.multiple)


def blueprint_json(settings: QuizSettings) -> list[dict[str, Any]]:
    """The sections: [{"key", "title", "cells": [{"topic", "difficulty", "count"}]}].

    Without a blueprint of its own a quiz has one section with one cell that takes any question.
    """
    if settings.blueprint is None:
        anything = {"topic": None, "difficulty": None, "count": settings.questions}
        return [{"key": "1", "title": "", "cells": [anything]}]
    return [
        {
            "key": str(number),
            "title": section.title,
            "cells": [
                {"topic": cell.topic, "difficulty": cell.difficulty, "count": cell.count} for cell in section.cells
            ],
        }
        for number, section in enumerate(settings.blueprint.sections, 1)
    ]


def frozen_blueprint(settings: QuizSettings) -> dict[str, Any]:
    """`FrozenBank.blueprint`, all that says how papers are drawn: {"sections", "shuffle_questions", …"options"}."""
    return {
        "sections": blueprint_json(settings),
        "shuffle_questions": settings.shuffle_questions,
        "shuffle_options": settings.shuffle_options,
    }


def blueprint_of(sections: Sequence[Mapping[str, Any]]) -> Blueprint:
    """The frozen blueprint as the paper rule takes it."""
    return Blueprint(
        tuple(
            Section(
                str(section.get("key", number)),
                tuple(Cell(cell["topic"], cell["difficulty"], cell["count"]) for cell in section["cells"]),
                section.get("title", ""),
            )
            for number, section in enumerate(sections, 1)
        )
    )
