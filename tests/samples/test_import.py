"""The sample unit sets go through the real import, all five into one database, twice without a change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hoithi.core.clock import VIETNAM
from hoithi.people.models import Unit
from hoithi.people.operations.unit_import import import_units
from hoithi.people.queries.units import units_at
from tests.samples.reading import unit_files

NOW = datetime(2024, 5, 28, 8, tzinfo=VIETNAM)


@pytest.mark.django_db
def test_all_sets_import_together_and_again() -> None:
    files = unit_files()
    for rows in files.values():
        report = import_units(list(enumerate(rows, 2)), dry_run=False, by=None, now=NOW)
        assert report.problems == []
        assert report.added == len(rows)
    for rows in files.values():
        again = import_units(list(enumerate(rows, 2)), dry_run=False, by=None, now=NOW)
        assert again.unchanged == len(rows)
    assert Unit.objects.count() == sum(map(len, files.values()))
    assert units_at(date(2026, 11, 20)).count() == Unit.objects.count(), "copies moved in time need units in force"
