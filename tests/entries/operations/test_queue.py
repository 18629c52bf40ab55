"""Every job is held by one worker, whoever else asks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from hoithi.core import clock
from hoithi.entries.models import MediaJob, WorkFile
from hoithi.entries.operations.queue import (
    LEASE,
    GivenUp,
    beat,
    claim,
    enqueue,
    enqueue_again,
    finish,
    jobs_wait,
)
from hoithi.entries.tasks import look_into_files
from tests.entries import factories as works

NOW = works.NOW


def files(count: int) -> list[WorkFile]:
    part = works.opened(works.entries_part(works={"max": count}))
    by, unit = works.coordinator(part)
    return [works.with_file(works.draft(part, by, unit), by) for _ in range(count)]


@pytest.mark.both
@pytest.mark.django_db
def test_what_people_wait_for_goes_first() -> None:
    one, two = files(2)
    enqueue(one, MediaJob.LIKENESS, now=NOW - timedelta(days=1))
    enqueue(one, MediaJob.PREPARE, now=NOW)
    taken = list(iter(lambda: claim(NOW), None))
    assert [(job.kind, job.file_id) for job in taken] == [
        ("check", one.pk),
        ("check", two.pk),
        ("prepare", one.pk),
        ("likeness", one.pk),
    ]
    assert not jobs_wait(NOW)


@pytest.mark.both
@pytest.mark.django_db
def test_a_worker_that_was_given_up_writes_nothing() -> None:
    (file,) = files(1)
    slow = claim(NOW)
    assert slow is not None
    beat(slow, 40, now=NOW + LEASE / 2)
    assert claim(NOW + LEASE) is None, "it lives"
    file.refresh_from_db()
    assert (file.progress, file.check_state) == (40, "running")
    quick = claim(NOW + 2 * LEASE)
    assert quick is not None
    assert (quick.pk, quick.tries) == (slow.pk, 2)
    for word in (lambda: beat(slow, 90, now=NOW + 3 * LEASE), lambda: finish(slow, now=NOW)):
        with pytest.raises(GivenUp):
            word()
    finish(quick, now=NOW + 2 * LEASE)
    with pytest.raises(GivenUp):
        finish(quick, now=NOW)


@pytest.mark.django_db
def test_asking_again_changes_nothing_unless_it_is_meant() -> None:
    (file,) = files(1)
    job = claim(NOW)
    assert job is not None
    assert enqueue(file, MediaJob.CHECK, now=NOW).state == "running"
    assert enqueue_again(file, MediaJob.CHECK, now=NOW).state == "running", "it is being done"
    finish(job, now=NOW)
    assert enqueue(file, MediaJob.CHECK, now=NOW).state == "done"
    again = enqueue_again(file, MediaJob.CHECK, now=NOW)
    assert (again.state, again.tries) == ("waiting", 0)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_many_workers_take_each_job_once() -> None:
    files(8)
    gate, taken = threading.Barrier(4), []

    def work() -> None:
        try:
            gate.wait()
            while (job := claim(NOW)) is not None:
                taken.append(job.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result()
    assert sorted(taken) == sorted(MediaJob.objects.values_list("pk", flat=True))
    assert set(MediaJob.objects.values_list("state", "tries")) == {("running", 1)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept_here")
def test_the_queue_has_a_thread_of_its_own_and_one_only() -> None:
    assert look_into_files() is None, "nothing waits"
    files(1)
    with clock.frozen_at(NOW):
        thread = look_into_files()
    assert thread is not None
    thread.join()
    assert MediaJob.objects.get().trouble.startswith("StoreTrouble"), "bytes were never sent; it is asked for again"
    assert look_into_files() is None
