"""`hoithi seat`: somebody with an account is seated on a body, the first secretary above all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, say, words

if TYPE_CHECKING:
    from hoithi.contests.models import Body, Contest, ContestUnit, Seat
    from hoithi.core.errors import InvalidInput
    from hoithi.people.models import Person

TITLE_LENGTH = 200


@click.command()
@click.argument("slug")
@click.argument("body")
@click.option("--contact", required=True, metavar="PHONE|EMAIL", help="Of the account; see `hoithi account add`.")
@click.option("--unit", metavar="CODE", help="The unit a coordinator (đầu mối) works for; only there.")
@click.option("--title", default="", metavar="TITLE", help="An empty seat of the plan with this title, else a new one.")
@json_option
@needs_django
def command(slug: str, body: str, contact: str, unit: str | None, title: str, as_json: bool) -> None:
    """Seat somebody who has an account on a body of a contest, named by its key or its kind. Twice changes nothing.

    Example: hoithi seat soc-son-2024 secretariat --contact an@example.vn
    """
    from hoithi.audit.actor import acting_as
    from hoithi.contests.operations.bodies import appoint
    from hoithi.core import clock
    from hoithi.core.text import nfc
    from hoithi.site.cli._people import CONSOLE

    contest, title = _contest(slug), nfc(title)
    if len(title) > TITLE_LENGTH:
        raise _invalid("--title", words(f"dài quá {TITLE_LENGTH} ký tự.", f"longer than {TITLE_LENGTH} characters."))
    found = _body(contest, body)
    person, of = _person(contact), _unit(contest, found, unit)
    held = found.seats.filter(person=person, contest_unit=of, until__isnull=True).exists()
    empty = found.seats.filter(person__isnull=True, until__isnull=True, title=title).first() if title else None
    with acting_as(CONSOLE):
        seat = appoint(found, person, now=clock.now(), seat=empty, title=title, contest_unit=of)
    emit(_result(contest, found, seat, person, fresh=not held), as_json, _tell)


def _contest(slug: str) -> Contest:
    """Raises NotFound, saying how contests are loaded."""
    from hoithi.contests.models import Contest
    from hoithi.core.errors import NotFound

    found = Contest.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(
            words(f"Chưa có cuộc thi “{slug}”.", f"There is no contest “{slug}”."),
            hint=words("Nạp kế hoạch trước: hoithi plan apply TỆP", "Load its plan first: hoithi plan apply FILE"),
        )
    return found


def _body(contest: Contest, text: str) -> Body:
    """The body with this key, or the only one of this kind. Raises InvalidInput with the list of bodies."""
    bodies = list(contest.bodies.all())
    found = [body for body in bodies if body.key == text] or [body for body in bodies if body.kind == text]
    if len(found) == 1:
        return found[0]
    if found:
        what = words(f"Cuộc thi có nhiều ban, tổ loại “{text}”; hãy chọn một:", f"Several bodies are “{text}”; choose:")
    elif bodies:
        what = words(f"Cuộc thi không có ban, tổ “{text}”; có:", f"The contest has no body “{text}”; it has:")
    else:
        what = words("Cuộc thi chưa có ban, tổ nào trong kế hoạch.", "The contest's plan has no body.")
    raise _invalid("", what, [(body.key, f"{body.title} ({body.kind})") for body in found or bodies])


def _person(contact: str) -> Person:
    """The owner of an account. Raises ContactInvalid; NotFound, saying how to open the account."""
    from hoithi.core.errors import NotFound
    from hoithi.people.models import User
    from hoithi.people.operations.codes import parse_contact

    user = User.objects.by_contact(parse_contact(contact).value)
    if user is None:
        raise NotFound(
            words(f"Chưa có tài khoản nào dùng {contact}.", f"No account uses {contact}."),
            hint=words(
                f'Mở trước: hoithi account add --name "Họ và tên" --contact "{contact}"',
                f'Open it first: hoithi account add --name "Full name" --contact "{contact}"',
            ),
        )
    if user.person is None:
        raise NotFound(
            words(
                f"Tài khoản {contact} chưa khai họ tên; hãy đăng nhập và điền trước.",
                f"The account {contact} has no name yet; sign in and fill it in first.",
            )
        )
    return user.person


def _unit(contest: Contest, body: Body, code: str | None) -> ContestUnit | None:
    """A coordinator's unit. Raises InvalidInput when it is missing, unknown, or given for another body."""
    if body.kind != "coordinators":
        if code is None:
            return None
        raise _invalid("--unit", words("chỉ dùng khi cử đầu mối đơn vị.", "only for coordinators of units."))
    if not code:
        raise _invalid("--unit", words("cần mã đơn vị mà đầu mối phụ trách.", "a coordinator needs a unit's code."))
    unit = contest.units.filter(code=code).first()
    if unit is None:
        what = words(f"cuộc thi này không có đơn vị mã “{code}”.", f"no unit of this contest has the code “{code}”.")
        raise _invalid("--unit", what)
    return unit


def _invalid(at: str, message: str, more: list[tuple[str, str]] | None = None) -> InvalidInput:
    from hoithi.core.errors import InvalidInput, Problem

    return InvalidInput([Problem(place, text) for place, text in [(at, message), *(more or [])]])


def _result(contest: Contest, body: Body, seat: Seat, person: Person, *, fresh: bool) -> dict[str, Any]:
    return {
        "ok": True,
        "contest": contest.slug,
        "body": body.key,
        "body_title": body.title,
        "kind": body.kind,
        "seat": seat.pk,
        "title": seat.title,
        "unit": seat.contest_unit.code if seat.contest_unit else None,
        "name": person.full_name,
        "changed": fresh,
    }


def _tell(data: dict[str, Any]) -> None:
    name, body, slug = data["name"], data["body_title"], data["contest"]
    if not data["changed"]:
        say(f"{name} đã ở {body} của {slug} từ trước.", f"{name} already sits on {body} of {slug}.")
        return
    say(f"Đã cử {name} vào {body} của {slug}.", f"{name} now sits on {body} of {slug}.")
    say("→ Đăng nhập rồi mở Bàn điều hành: /dieu-hanh/", "→ Sign in and open the console: /dieu-hanh/")
    if data["kind"] == "secretariat":
        say(
            "→ Tổ Thư ký cử những người còn lại ở Bàn điều hành, mục Ban, tổ.",
            "→ The secretariat appoints everybody else in the console, under Ban, tổ.",
        )
