"""`hoithi account`: accounts opened from the console, the first administrator's above all."""

from __future__ import annotations

import sys
from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, say, words


@click.group()
def command() -> None:
    """Accounts: opened for administrators and for those who will hold a seat.

    Example: hoithi account add --name "Nguyễn Văn An" --contact an@example.vn --administrator
    """


@command.command()
@click.option("--name", required=True, metavar="NAME", help="Full name, as on papers.")
@click.option("--contact", required=True, metavar="PHONE|EMAIL", help="Where one-time codes go.")
@click.option("--administrator", is_flag=True, help="Keeps the system: units, requests about personal data.")
@click.option("--password-stdin", is_flag=True, help="One line of standard input is the password.")
@json_option
@needs_django
def add(name: str, contact: str, administrator: bool, password_stdin: bool, as_json: bool) -> None:
    """Open an account. Without a password its owner signs in by one-time codes.

    Example: hoithi account add --name "Nguyễn Văn An" --contact an@example.vn --administrator
    """
    from django.db import transaction

    from hoithi.core import clock
    from hoithi.people.operations.accounts import open_account, set_password
    from hoithi.people.operations.codes import parse_contact
    from hoithi.site.cli._people import CONSOLE, contact_shown

    parsed, now = parse_contact(contact), clock.now()
    _refuse_known(parsed.value, administrator)
    password = _typed_password() if password_stdin else None
    with transaction.atomic():
        user = open_account(
            full_name=name, birth_date=None, contact=parsed, is_staff=administrator, now=now, by=CONSOLE
        )
        if password is not None:
            set_password(user, password, now=now, by=CONSOLE)
    result = {
        "ok": True,
        "account": user.pk,
        "name": user.full_name,
        "contact": contact_shown(user),
        "administrator": administrator,
        "has_password": password is not None,
        "next": _next(contact_shown(user), administrator, password is not None),
    }
    emit(result, as_json, _tell_added)


@command.command(name="list")
@click.option("--administrators", is_flag=True, help="The administrators of the system.")
@json_option
@needs_django
def list_(administrators: bool, as_json: bool) -> None:
    """List accounts: the administrators', nobody else's.

    Example: hoithi account list --administrators --json
    """
    from hoithi.people.models import User
    from hoithi.site.cli._people import contact_shown

    if not administrators:
        raise click.UsageError(
            words(
                "cần --administrators: tài khoản của người dân không liệt kê ở đây",
                "--administrators is needed: other people's accounts are not listed",
            )
        )
    found = User.objects.filter(is_staff=True).select_related("person").order_by("date_joined", "pk")
    rows = [
        {"account": user.pk, "name": user.full_name, "contact": contact_shown(user), "active": user.is_active}
        for user in found
    ]
    emit(rows, as_json, _tell_list)


def _refuse_known(contact: str, administrator: bool) -> None:
    """Raises ContactTaken, saying what the operator can do instead (the web page would say: sign in)."""
    from hoithi.people.errors import ContactTaken
    from hoithi.people.models import User
    from hoithi.site.cli._people import contact_shown

    user = User.objects.by_contact(contact)
    if user is None:
        return
    shown, name = contact_shown(user), user.full_name
    if administrator and not user.is_staff:
        hint = words(
            "Quyền quản trị chỉ được giao khi mở tài khoản: hãy dùng số điện thoại hoặc thư điện tử khác.",
            "Administration is given only when an account is opened: use another phone or e-mail.",
        )
    else:
        hint = words(
            "Không cần mở nữa; để cử vào ban, tổ, dùng `hoithi seat`.",
            "Nothing is left to open; to seat its owner on a body, use `hoithi seat`.",
        )
    what = words(f"{shown} đã có tài khoản ({name}).", f"{shown} has an account already ({name}).")
    raise ContactTaken(what, hint=hint)


def _typed_password() -> str:
    """One line of standard input; at a terminal it is asked for twice and not shown."""
    if sys.stdin.isatty():
        label = words("Mật khẩu", "Password")
        typed: str = click.prompt(label, hide_input=True, confirmation_prompt=True, err=True)
        return typed
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.ClickException(
            words("Không đọc được mật khẩu nào từ đầu vào chuẩn.", "There is no password on standard input.")
        )
    return password


def _next(contact: str, administrator: bool, has_password: bool) -> list[str]:
    """What to do now, a sentence each."""
    how = words("bằng mật khẩu hoặc mã dùng một lần", "with the password or a one-time code")
    if not has_password:
        how = words("bằng mã dùng một lần", "with a one-time code")
    steps = [words(f"Đăng nhập tại /dang-nhap/ với {contact}, {how}.", f"Sign in at /dang-nhap/ as {contact} {how}.")]
    if administrator:
        steps.append(
            words(
                "Nạp cuộc thi: hoithi plan apply TỆP; rồi mở tài khoản cho thư ký và cử vào Tổ Thư ký.",
                "Load a contest: hoithi plan apply FILE; then open an account for its secretary and seat them.",
            )
        )
    else:
        steps.append(
            words(
                f'Cử vào ban, tổ: hoithi seat CUỘC-THI secretariat --contact "{contact}"',
                f'Seat them on a body: hoithi seat CONTEST secretariat --contact "{contact}"',
            )
        )
    return steps


def _tell_added(data: dict[str, Any]) -> None:
    kind = words("quản trị viên ", "the administrator ") if data["administrator"] else ""
    say(
        f"Đã mở tài khoản cho {kind}{data['name']} ({data['contact']}).",
        f"An account is open for {kind}{data['name']} ({data['contact']}).",
    )
    for step in data["next"]:
        click.echo(f"→ {step}")


def _tell_list(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        closed = "" if row["active"] else words(" – đã khóa", " – closed")
        click.echo(f"{row['name'] or '–'} · {row['contact']}{closed}")
    if not rows:
        say(
            "Chưa có quản trị viên nào; mở bằng `hoithi account add --administrator`.",
            "There is no administrator yet; open one with `hoithi account add --administrator`.",
        )
