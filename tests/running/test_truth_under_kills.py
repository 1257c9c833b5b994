"""Everything that holds a check-in is killed with -9 while check-ins stream in.

Whatever was answered with success must be there once; nobody live may be left unwatched.
"""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

from tercet.running.postgres import Cluster

LIVE_DOSES = 4
VICTIMS = ("web", "postgres", "watch", "parent", "live", "worker")
CSRF = "x" * 32
READY_SECONDS = 60


class Evening:
    """A whole Tercet in a folder of its own, and patients who keep checking in."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "TERCET_"))},
            "TERCET_VAR": str(var),
            "TERCET_PORT": str(port),
        }
        self.cluster = Cluster(var)
        self.parent: subprocess.Popen[bytes] | None = None
        self.heard: set[str] = set()
        self.stop = threading.Event()
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        command = [sys.executable, "-m", "tercet.running.command", "run"]
        log = (self.var.parent / "run.log").open("ab")
        self.parent = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)

    def seed(self) -> list[dict[str, str]]:
        env = self.env | {"DATABASE_URL": self.cluster.url(), "TERCET_PROCESS": "owner"}
        command = [sys.executable, "-m", "tests.running.live_evening", str(LIVE_DOSES)]
        return json.loads(
            subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout
        )

    def wait_until_ready(self) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if self._ready(self.port) and self._ready(self.port + 1):
                return
            time.sleep(0.1)
        raise AssertionError((self.var.parent / "run.log").read_text()[-3000:])

    def wait_until_filled(self) -> None:
        """Pages answer before the demo is in; only then is the run itself ready."""
        log, end = self.var.parent / "run.log", time.monotonic() + READY_SECONDS
        while "Ready in" not in log.read_text():
            assert time.monotonic() < end, log.read_text()[-3000:]
            time.sleep(0.1)

    def _ready(self, port: int) -> bool:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
            asked.request("GET", "/ready")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def stream(self, patients: list[dict[str, str]]) -> None:
        for one in patients:
            thread = threading.Thread(target=self._keep_checking_in, args=(one,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _keep_checking_in(self, patient: dict[str, str]) -> None:
        once = str(uuid4())
        while not self.stop.is_set():
            if self._check_in(patient, once):
                self.heard.add(once)
                once = str(uuid4())
            time.sleep(0.05)

    def _check_in(self, patient: dict[str, str], once: str) -> bool:
        headers = {
            "Cookie": f"{patient['cookie']}; tercet_csrf_{self.port}={CSRF}",
            "X-CSRFToken": CSRF,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            body = urlencode({"answer": "all-right", "once": once})
            asked.request("POST", f"/dosing/{patient['dosing']}/check-in/", body, headers)
            answer = asked.getresponse()
            return answer.status == 200 and json.loads(answer.read())["heard"] == once
        except (OSError, http.client.HTTPException):
            return False

    def kill(self, victim: str) -> None:
        for pid in self.pids(victim):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if victim == "parent":
            self.parent.wait()
            time.sleep(1.5)
            self.start()

    def pids(self, victim: str) -> list[int]:
        if victim == "parent":
            return [self.parent.pid]
        if victim == "postgres":
            status = self.cluster.status()
            return [status.pid] if status.pid else []
        return [pid for pid, words in self._ours() if victim in words]

    def _ours(self) -> list[tuple[int, list[str]]]:
        mark, found = f"TERCET_VAR={self.var}".encode(), []
        for proc in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (proc / "environ").read_bytes():
                    words = (proc / "cmdline").read_bytes().decode().split("\0")
                    found.append((int(proc.name), words))
            except OSError:
                continue
        return found

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(10)
        if self.parent and self.parent.poll() is None:
            self.parent.send_signal(signal.SIGTERM)
            self.parent.wait(30)
        self.cluster.stop()


@pytest.fixture
def evening_at_home(var, free_ports):
    """Tercet running, with several doses live and their patients checking in."""
    tercet = Evening(var, free_ports())
    tercet.start()
    try:
        tercet.wait_until_ready()
        tercet.wait_until_filled()
        tercet.stream(tercet.seed())
        yield tercet
    finally:
        tercet.end()


def kill_many(tercet: Evening, times: int) -> None:
    """One after another; each time wait until pages answer and something new was heard."""
    chance = random.Random(times)
    for number in range(times):
        time.sleep(chance.uniform(0.2, 0.8))
        tercet.kill(VICTIMS[number % len(VICTIMS)])
        tercet.wait_until_ready()
        before, end = len(tercet.heard), time.monotonic() + READY_SECONDS
        while len(tercet.heard) <= before + LIVE_DOSES:
            assert time.monotonic() < end, "no check-in was answered after the restart"
            time.sleep(0.1)


def assert_nothing_lost(tercet: Evening) -> None:
    tercet.stop.set()
    for thread in tercet.threads:
        thread.join(10)
    with psycopg.connect(tercet.cluster.url()) as owner:
        rows = owner.execute("select once::text, count(*) from clinic_dosingevent group by once")
        kept = dict(rows.fetchall())
        unwatched = owner.execute(
            "select d.id from clinic_dosingsession d"
            " where exists (select from clinic_dosingevent e"
            "               where e.dosing_id = d.id and e.kind = 'started')"
            " and not exists (select from clinic_dosingevent e"
            "                 where e.dosing_id = d.id and e.kind = 'released')"
            " and d.silent_after is null"
        ).fetchall()
    assert len(tercet.heard) > 0
    assert [once for once in tercet.heard if kept.get(once) != 1] == []
    assert unwatched == []


def test_five_kills_lose_nothing_that_was_answered(evening_at_home):
    kill_many(evening_at_home, 5)
    assert_nothing_lost(evening_at_home)


@pytest.mark.soak
def test_fifty_kills_lose_nothing_that_was_answered(evening_at_home):
    kill_many(evening_at_home, 50)
    assert_nothing_lost(evening_at_home)
