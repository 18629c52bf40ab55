from __future__ import annotations

import json
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from hoithi.site.cli import LazyCommands, _support, cli
from tests.console import PROGRAM, environment, hoithi

COMMANDS = LazyCommands().list_commands(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _support.run(cli, [name, "--help"]) == 0
    assert f"Example: hoithi {name}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["nothing"], "Không có lệnh nothing; xem `hoithi --help`.\n"),
        (["serve", "--prot", "1"], "Không có tùy chọn --prot; xem `hoithi serve --help`.\n"),
        (["serve", "--port", "x"], "Giá trị của '--port' không dùng được: “x” không phải số nguyên;"),
        (["serve", "--port", "-1"], "Giá trị của '--port' không dùng được: -1 nằm ngoài khoảng 0<=x<=65535;"),
        (["verify", "."], "Giá trị của 'FILE' không dùng được: . là thư mục, cần một tệp;"),
        (["verify", "khong-co"], "Giá trị của 'FILE' không dùng được: không có tệp khong-co;"),
        (["verify", __file__, "--key", "z"], "Giá trị của --key không dùng được: khóa gồm 64 chữ số hệ 16;"),
        (["plan", "apply", "x", "--stage", "y"], "Giá trị của '--stage' không dùng được: “y” không có trong các lựa"),
        (["simulate", "x", "--sealed", "khong/co"], "Giá trị của --sealed không dùng được: thư mục không ghi được;"),
    ],
)
def test_called_wrong_is_one_sentence_and_exit_2(
    args: list[str], sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert _support.run(cli, args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_errors_speak_english_where_the_terminal_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert _support.run(cli, ["nothing"]) == 2
    assert capsys.readouterr().err.startswith("No such command")


def test_a_database_that_is_not_ready_is_a_sentence_and_one_document(tmp_path: Path) -> None:
    done = hoithi("audit", "verify", "--json", HOITHI_VAR=tmp_path / "v")
    assert done.returncode == 1
    assert json.loads(done.stdout)["ok"] is False
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_migrate_doctor_and_audit_on_a_new_folder(tmp_path: Path) -> None:
    var = tmp_path / "v"
    assert hoithi("migrate", "--check", HOITHI_VAR=var).returncode == 1
    assert json.loads(hoithi("migrate", "--json", HOITHI_VAR=var).stdout)["ok"] is True
    doctor = hoithi("doctor", "--json", HOITHI_VAR=var)
    findings = {finding["check"]: finding["level"] for finding in json.loads(doctor.stdout)["findings"]}
    assert doctor.returncode == 0, doctor.stdout
    assert findings["database"] == findings["audit"] == findings["migrations"] == findings["keys"] == "ok"
    assert findings["backup"] == findings["mode"] == "warn"
    verified = json.loads(hoithi("audit", "verify", "--json", HOITHI_VAR=var).stdout)
    assert (verified["ok"], verified["events"], verified["first_bad"]) == (True, 0, None)


def test_doctor_names_keys_others_can_read(tmp_path: Path) -> None:
    hoithi("migrate", HOITHI_VAR=tmp_path)
    (tmp_path / "keys" / "secret_key").chmod(0o644)
    done = hoithi("doctor", HOITHI_VAR=tmp_path, LANG="en_US.UTF-8")
    assert done.returncode == 1
    assert "✗ keys: Others can read the keys: secret_key." in done.stdout


def test_doctor_says_what_production_lacks(tmp_path: Path) -> None:
    done = hoithi("doctor", "--json", HOITHI_VAR=tmp_path, HOITHI_MODE="production")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["findings"]) == 4


def test_serve_refuses_an_unprepared_database(tmp_path: Path) -> None:
    done = hoithi("serve", "--port", "0", HOITHI_VAR=tmp_path, LANG="en_US.UTF-8")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not fit this version")


def test_serve_answers_and_ends_cleanly(tmp_path: Path) -> None:
    env = environment(HOITHI_VAR=tmp_path, LANG="en_US.UTF-8")
    command = [*PROGRAM, "serve", "--migrate", "--port", "0"]
    server = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = next(word for word in server.stderr.readline().split() if word.startswith("http"))
        assert answer_of(f"{address}/readyz")["ok"] is True
        server.send_signal(signal.SIGTERM)
        rest = server.communicate(timeout=20)[1]
    finally:
        server.kill()
        server.communicate()
    assert server.returncode == 0
    assert "Traceback" not in rest


def answer_of(address: str) -> dict[str, object]:
    """What the server says once it listens."""
    limit = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                found: dict[str, object] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            return {"status": error.code, **json.load(error)}
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)
