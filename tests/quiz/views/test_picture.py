"""Who sees a picture: readers of the bank, the person whose paper shows it, everybody once it is published."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.contests.models import Contest, Part
from hoithi.core import clock
from hoithi.core.merkle import Step
from hoithi.quiz.models import Bank, FrozenBank, Question
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.operations.bank import check_draft, edit_question
from hoithi.quiz.operations.bank_errors import QuestionInvalid
from hoithi.quiz.operations.freeze import freeze_quiz, reveal_part
from hoithi.quiz.operations.picture import add_picture, prepare_picture
from hoithi.quiz.queries.attempt_paper import content_of, frozen_content, shown
from hoithi.quiz.queries.bank import draft_of, newest
from hoithi.quiz.queries.bank_frozen import question_content
from hoithi.quiz.rules.commitment import Revealed, reveal_matches
from hoithi.quiz.rules.question import Option
from tests.contests import factories as contests
from tests.quiz import banks, pictures
from tests.quiz import factories as make

ALT = "Sơ đồ một cửa liên thông"


def upload(name: str = "so-do.png", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or pictures.drawing(), content_type="image/png")


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "topic": "mot-cua",
        "difficulty": "easy",
        "kind": "single",
        "text": "Hình dưới đây là gì?",
        "option_1": "Sơ đồ",
        "option_2": "Bản đồ",
        "right": "1",
        "citation": "Luật số 1",
        "dong": "6",
        "luu": "1",
        **changes,
    }


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


@pytest.fixture
def author(contest: Contest, client: Client) -> Client:
    client.force_login(banks.author(contest))
    return client


def write(client: Client, contest: Contest, **changes: Any) -> Any:
    with clock.frozen_at(banks.NOW):
        return client.post(f"/cuoc-thi/{contest.slug}/ngan-hang/soan/", typed(**changes))


def test_an_author_adds_a_picture_with_its_words(author: Client, contest: Contest) -> None:
    response = write(author, contest, picture_0=upload(), alt_0=ALT, picture_2=upload("b.png"), alt_2="Bản đồ xã")
    assert response.status_code == 302
    draft = draft_of(newest(Question.objects.get()))
    assert draft.picture is not None
    assert (draft.picture.alt, draft.picture.width) == (ALT, 320)
    assert draft.options[1].picture is not None
    page = author.get(response["Location"]).content.decode()
    address = f"/cuoc-thi/{contest.slug}/ngan-hang/hinh/{draft.picture.digest}/"
    assert address in page
    picture = author.get(address)
    assert hashlib.sha256(picture.content).hexdigest() == draft.picture.digest
    assert "no-store" in picture["Cache-Control"]


def test_without_words_the_form_comes_back_and_keeps_the_picture(author: Client, contest: Contest) -> None:
    response = write(author, contest, picture_0=upload())
    page = response.content.decode()
    assert response.status_code == 400
    assert "Chưa có lời mô tả hình" in page
    digest = prepare_picture(pictures.drawing()).digest
    assert f'value="{digest}"' in page
    assert write(author, contest, picture_0_digest=digest, alt_0=ALT).status_code == 302


def test_a_picture_can_be_taken_out(author: Client, contest: Contest) -> None:
    digest = prepare_picture(pictures.drawing()).digest
    write(author, contest, picture_0=upload(), alt_0=ALT)
    again = write(author, contest, picture_0_digest=digest, alt_0=ALT, picture_0_drop="1", text="Câu không có hình?")
    assert again.status_code == 302
    assert newest(Question.objects.order_by("-pk")[0]).pictures == {}


def test_thirty_megabytes_are_said_at_the_picture_and_nothing_typed_is_lost(author: Client, contest: Contest) -> None:
    response = write(author, contest, picture_0=upload("nang.jpg", b"\0" * 30_000_000), alt_0=ALT)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Hình “nang.jpg” nặng 30,0 MB; mỗi hình nhiều nhất 10,0 MB." in page
    assert "Hình dưới đây là gì?" in page
    assert not Question.objects.exists()


def test_another_row_keeps_the_picture(author: Client, contest: Contest) -> None:
    page = write(author, contest, picture_0=upload(), alt_0=ALT, them="1").content.decode()
    assert 'name="picture_0_digest"' in page
    assert ALT in page


def test_another_row_says_what_was_refused(author: Client, contest: Contest) -> None:
    page = write(author, contest, picture_0=upload("a.svg", b"<svg/>"), them="1").content.decode()
    assert "không phải hình JPEG, PNG hoặc WebP" in page


def test_a_picture_of_another_bank_is_not_taken(author: Client, contest: Contest) -> None:
    response = write(author, contest, picture_0_digest="0" * 64, alt_0=ALT)
    assert response.status_code == 302
    assert newest(Question.objects.get()).pictures == {}


@pytest.mark.django_db
def test_an_edit_that_changes_nothing_makes_no_version(contest: Contest) -> None:
    row = add_picture(contest, "de-thi", pictures.drawing(), "a.png", now=banks.NOW, by=None)
    shape = prepare_picture(pictures.drawing()).shape(ALT)
    assert row.digest == shape.digest
    question = banks.written(contest, picture=shape)
    edit_question(question, draft_of(newest(question)), now=banks.NOW, by=None)
    assert question.versions.count() == 1


def test_words_are_asked_of_an_options_picture_too(contest: Contest) -> None:
    shape = prepare_picture(pictures.drawing()).shape("")
    options = (Option("Đúng", True), Option("Sai", picture=shape))
    with pytest.raises(QuestionInvalid) as refused:
        check_draft(contest, banks.draft(options=options))
    assert [problem.at for problem in refused.value.problems] == ["option_2"]


def test_a_leaf_commits_to_the_picture_and_its_words(contest: Contest) -> None:
    plain = newest(banks.written(contest))
    assert "picture" not in question_content(plain, "mot-cua", "easy")
    shape = prepare_picture(pictures.drawing()).shape(ALT)
    options = (Option("Đúng", True), Option("Sai", picture=replace(shape, alt="B")))
    version = newest(banks.written(contest, picture=shape, options=options))
    content = question_content(version, "mot-cua", "easy")
    assert content["picture"] == {"sha256": shape.digest, "alt": ALT}
    assert content["options"] == [
        {"id": "a", "text": "Đúng"},
        {"id": "b", "text": "Sai", "picture": {"sha256": shape.digest, "alt": "B"}},
    ]


@pytest.mark.parametrize("role", banks.ROLES)
def test_roles_of_a_banks_picture(role: str, contest: Contest, client: Client) -> None:
    digest = add_picture(contest, "de-thi", pictures.drawing(), "a.png", now=banks.NOW, by=None).digest
    if user := banks.holder_of(contest, role):
        client.force_login(user)
    with clock.frozen_at(banks.NOW):
        answer = client.get(f"/cuoc-thi/{contest.slug}/ngan-hang/hinh/{digest}/").status_code
        assert answer == {"anonymous": 302, "contestant": 404, "authors": 200, "reviewers": 200}.get(role, 403)
        assert client.get(f"/cuoc-thi/{contest.slug}/hinh/{digest}/").status_code == 404


def illustrated(part: Part) -> FrozenBank:
    """Every frozen question has a picture, the option a another one."""
    frozen = make.frozen(part)
    for number, row in enumerate(frozen.questions.select_related("version")):
        colours = {"": f"#{number}0{number}0{number}0", "a": f"#{number}0FF00"}
        for place, colour in colours.items():
            prepared = prepare_picture(pictures.drawing(colour=colour))
            add_picture(
                part.contest, frozen.bank.key, pictures.drawing(colour=colour), "a.png", now=make.OPENS, by=None
            )
            row.version.pictures[place] = vars(prepared.shape(f"Hình {number}{place}"))
        row.version.save()
    frozen_content.cache_clear()
    return frozen


@pytest.fixture
def paper(db: None, client: Client) -> Any:
    part = make.contest(bank="de-thi").parts.select_related("contest").get()
    illustrated(part)
    entrant = make.entrant(part.contest)
    attempt = start_attempt(entrant, part, now=make.NOW)
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    return attempt


def test_the_paper_shows_its_pictures_under_its_own_address(paper: Any, client: Client) -> None:
    with clock.frozen_at(make.NOW):
        page = client.get(f"/bai-thi/{paper.code}/").content.decode()
    first = next(shown(paper.paper, content_of(paper.frozen_bank)))
    letter = next(letter for letter, option, _text in first.options if option == "a")
    assert f'src="/bai-thi/{paper.code}/hinh/1/"' in page
    assert f'src="/bai-thi/{paper.code}/hinh/1/{letter}/"' in page
    assert f'alt="{first.pictures[""]["alt"]}"' in page
    assert all(shape["digest"] not in page for shape in first.pictures.values())
    for address, place in ((f"/bai-thi/{paper.code}/hinh/1/", ""), (f"/bai-thi/{paper.code}/hinh/1/{letter}/", letter)):
        picture = client.get(address)
        assert hashlib.sha256(picture.content).hexdigest() == first.pictures[place]["digest"]
        assert picture["Cache-Control"] == "private, max-age=86400, immutable"
        assert picture["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("tail", ["hinh/0/", "hinh/99/", "hinh/1/Z/", "hinh/1/b/"])
def test_no_picture_where_the_paper_has_none(paper: Any, client: Client, tail: str) -> None:
    assert client.get(f"/bai-thi/{paper.code}/{tail}").status_code == 404


def test_somebody_elses_paper_shows_no_picture(paper: Any, client: Client) -> None:
    client.force_login(make.account())
    assert client.get(f"/bai-thi/{paper.code}/hinh/1/").status_code == 404
    client.logout()
    assert client.get(f"/bai-thi/{paper.code}/hinh/1/").status_code == 302


def test_a_picture_is_read_once_in_a_process(paper: Any, client: Client, django_assert_num_queries: Any) -> None:
    client.get(f"/bai-thi/{paper.code}/hinh/1/")
    with django_assert_num_queries(3):
        client.get(f"/bai-thi/{paper.code}/hinh/1/")


def test_published_study_pictures_are_for_everybody(contest: Contest, client: Client) -> None:
    contest = contests.contest(
        slug="co-on-tap",
        topic=banks.TOPICS,
        part=[
            {
                "key": "trac-nghiem",
                "kind": "quiz",
                "title": "Thi trắc nghiệm",
                "opens": contests.OPENS,
                "closes": contests.CLOSES,
                "quiz": {"questions": 1, "time_limit_min": 10, "attempts": 1, "study_bank": "on-tap"},
            }
        ],
    )
    digests = []
    for bank, colour in (("on-tap", "navy"), ("de-thi", "red")):
        data = pictures.drawing(colour=colour)
        add_picture(contest, bank, data, "a.png", now=banks.NOW, by=None)
        shape = prepare_picture(data).shape(ALT)
        banks.approved(contest, bank=bank, picture=shape)
        digests.append(shape.digest)
    page = client.get(f"/cuoc-thi/{contest.slug}/on-tap/").content.decode()
    assert f"/cuoc-thi/{contest.slug}/hinh/{digests[0]}/" in page
    assert [client.get(f"/cuoc-thi/{contest.slug}/hinh/{digest}/").status_code for digest in digests] == [200, 404]


def test_an_opened_question_proves_its_picture(db: None, client: Client) -> None:
    """Freeze, sit, close, open: the leaf holds the digest of the very bytes anybody can fetch, and not before."""
    part = make.contest(bank="de-thi").parts.select_related("contest").get()
    bank = Bank.objects.create(contest=part.contest, key="de-thi", title="Đề thi", sealed=True)
    shape = prepare_picture(pictures.drawing()).shape(ALT)
    add_picture(part.contest, "de-thi", pictures.drawing(), "a.png", now=make.OPENS, by=None)
    for number in range(5):
        version = make.question(bank, f"C{number}")
        version.pictures = {"": vars(shape), "b": vars(replace(shape, alt="Hình B"))}
        version.save()
    address = f"/cuoc-thi/{part.contest.slug}/hinh/{shape.digest}/"
    freeze_quiz(part, now=make.OPENS - make.MINUTE)
    attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
    submit_attempt(attempt.code, [], epoch=1, now=make.NOW + make.MINUTE)
    assert client.get(address).status_code == 404
    (entry,) = reveal_part(part, now=make.CLOSES + make.MINUTE)
    assert len(entry["questions"]) == 5
    for question in entry["questions"]:
        proof = [Step(side, bytes.fromhex(digest)) for side, digest in question["proof"]]
        opened = Revealed(question["content"], bytes.fromhex(question["nonce"]), proof)
        assert reveal_matches(opened, entry["bank_root"])
        assert question["content"]["options"][1]["picture"] == {"sha256": shape.digest, "alt": "Hình B"}
        other = {**question["content"], "picture": {"sha256": "0" * 64, "alt": ALT}}
        assert not reveal_matches(replace(opened, content=other), entry["bank_root"])
    fetched = client.get(address)
    assert hashlib.sha256(fetched.content).hexdigest() == entry["questions"][0]["content"]["picture"]["sha256"]
