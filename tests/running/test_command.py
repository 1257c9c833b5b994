"""The `tercet` command loads only what is asked for, and a missing part harms no other."""

import subprocess
import sys
from datetime import timedelta

import click
import pytest
from click.testing import CliRunner

from tercet.running import command
from tercet.running.command import main
from tercet.running.demo_command import move_clock, parse_length, table

HEAVY = ("django", "psycopg", "granian", "uvicorn", "procrastinate", "asyncio")


def test_the_list_of_commands_loads_none_of_them():
    code = (
        "import sys; from click.testing import CliRunner; from tercet.running.command import main\n"
        "print(CliRunner().invoke(main, ['--help']).output)\n"
        f"print('loaded:', [m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name, (_, says) in command.COMMANDS.items() if says)
    assert done.stdout.endswith("loaded: []\n")


def test_a_missing_part_is_said_and_the_others_go_on(monkeypatch):
    monkeypatch.setitem(command.COMMANDS, "check", ("tercet.running.not_there:check", "…"))
    done = CliRunner().invoke(main, ["check"])
    assert (done.exit_code, done.output) == (
        1,
        "Error: `tercet check` is not part of this build.\n",
    )
    assert CliRunner().invoke(main, ["postgres", "--help"]).exit_code == 0


def test_a_part_that_is_there_but_broken_is_not_called_missing(monkeypatch):
    monkeypatch.setitem(command.COMMANDS, "check", ("tests.running.imports_nothing_real:x", "…"))
    monkeypatch.setattr(
        command.importlib,
        "import_module",
        lambda name: (_ for _ in ()).throw(ModuleNotFoundError("no yaml", name="yaml")),
    )
    assert isinstance(CliRunner().invoke(main, ["check"]).exception, ModuleNotFoundError)


def test_an_unknown_command_is_refused():
    assert CliRunner().invoke(main, ["dance"]).exit_code == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("1h30m", timedelta(minutes=90)),
        ("1h 30M", timedelta(minutes=90)),
    ],
)
def test_a_length_of_time_is_read_as_people_type_it(typed, meant):
    assert parse_length(typed) == meant


@pytest.mark.parametrize("typed", ["", "30", "m", "-30m", "30 minutes", "1.5h", "9" * 20 + "d"])
def test_what_is_no_length_of_time_is_refused(typed):
    with pytest.raises(click.BadParameter):
        parse_length(typed)


def test_the_clock_only_gathers(tmp_path):
    clock = tmp_path / "clock"
    assert move_clock(clock, timedelta(minutes=30)) == timedelta(minutes=30)
    assert move_clock(clock, timedelta(hours=1)) == timedelta(minutes=90)
    assert clock.read_text() == "5400\n"
    assert [p.name for p in tmp_path.iterdir()] == ["clock"]


def test_a_spoilt_clock_starts_again_from_now(tmp_path):
    (tmp_path / "clock").write_text("half past")
    assert move_clock(tmp_path / "clock", timedelta(seconds=5)) == timedelta(seconds=5)


def test_links_stand_in_columns():
    rows = [("Maria Delgado", "patient", "http://a"), ("Noor Haddad", "guide", "http://bb")]
    assert table(rows) == (
        "  Maria Delgado  patient  http://a\n  Noor Haddad    guide    http://bb"
    )
    assert table([*rows, ("The password of all:", "verse", "")]) == (
        "  Maria Delgado  patient  http://a\n  Noor Haddad    guide    http://bb\n"
        "  The password of all: verse"
    )
    assert table([]) == ""
