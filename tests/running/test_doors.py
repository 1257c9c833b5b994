"""Before anything starts: one clear sentence for each thing that forbids it."""

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tercet.running import doors
from tercet.running.environment import Environment, Refused

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(var, free_ports):
    doors.check_var(var)
    return Environment.read({"TERCET_VAR": str(var), "TERCET_PORT": str(free_ports())})


def test_the_defaults_are_this_machine_and_port_8000():
    read = Environment.read({})
    assert (read.address, read.live_port, read.database_url) == (
        "http://127.0.0.1:8000",
        8001,
        None,
    )


def test_a_server_on_every_address_is_opened_at_this_machines_own():
    assert Environment.read({"TERCET_HOST": "0.0.0.0"}).address == "http://127.0.0.1:8000"
    assert Environment.read({"TERCET_HOST": "::1"}).address == "http://[::1]:8000"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80.5", "²"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(Refused, match="TERCET_PORT is “"):
        Environment.read({"TERCET_PORT": port})


@pytest.mark.parametrize("port", ["1", "65534"])
def test_the_first_and_the_last_port_with_a_next_are_ports(port):
    assert Environment.read({"TERCET_PORT": port}).port == int(port)


@pytest.mark.parametrize("which", ["TERCET_PORT", "TERCET_LIVE_PORT"])
def test_a_busy_port_is_named_with_its_setting(environment, which):
    port = environment.port if which == "TERCET_PORT" else environment.live_port
    busy = pytest.raises(Refused, match=rf"Port {port} is in use .*{which}=")
    with socket.create_server(("127.0.0.1", port)), busy:
        doors.check_ports(environment, patience=0)
    doors.check_ports(environment, patience=0)


def test_an_address_of_another_machine_is_named(var):
    environment = Environment.read({"TERCET_VAR": str(var), "TERCET_HOST": "192.0.2.1"})
    with pytest.raises(Refused, match=r"192\.0\.2\.1”, which is no address here"):
        doors.check_ports(environment, patience=0)


def test_a_second_copy_is_told_where_the_first_is(environment):
    lock = doors.Lock(environment)
    with pytest.raises(Refused, match=rf"already running at {environment.address} \(process"):
        doors.Lock(environment)
    lock.release()
    doors.Lock(environment).release()


def test_a_killed_run_is_known_by_what_it_left(environment):
    first = doors.Lock(environment)
    assert not first.last_run_was_killed
    first.release()
    code = (
        "import os; from tercet.running import doors; from tercet.running.environment import *\n"
        "lock = doors.Lock(Environment.read()); os._exit(9)"
    )
    told = {"TERCET_VAR": str(environment.var), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=told, check=False)
    assert json.loads((environment.var / "run.lock").read_text())["pid"]
    after = doors.Lock(environment)
    assert after.last_run_was_killed
    after.release()


def test_a_full_disk_is_one_sentence(var, monkeypatch):
    def full(self, written):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refused, match=r"The disk that holds .* is full"):
        doors.check_var(var)


def test_a_folder_that_cannot_be_made_is_one_sentence(var):
    var.write_text("a file stands where the folder should be")
    with pytest.raises(Refused, match="Tercet cannot write to"):
        doors.check_var(var)
    var.unlink()


def test_checking_the_folder_leaves_nothing(var):
    doors.check_var(var)
    assert list(var.iterdir()) == []
