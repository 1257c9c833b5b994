"""One parent over several children: starts them, starts the fallen again, stops them all.

Each child leads a process group of its own, so that nothing it started is left behind, and has
a log of its own under var/log; its warnings are also said on the terminal.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tercet.running import leash, processes
from tercet.running.logs import last_line, open_log

LONGEST_PAUSE = 5.0
STEADY_SECONDS = 10.0  # a child that lived this long starts its pauses afresh
# Not pages that were not found, the pool's every attempt, granian's advice: those stay in the log.
WORTH_SAYING = re.compile(r"\b(WARNING (?!django\.request|psycopg\.pool)|ERROR|CRITICAL)\b")


@dataclass(frozen=True, slots=True)
class Child:
    """What to run, under which name it is known, and what it is told besides our environment."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]


class Running:
    """One child's present process, and how often it has fallen."""

    def __init__(self, child: Child, var: Path) -> None:
        self.child = child
        self.var = var
        self.falls = 0
        self.pause = 0.0
        self.due = 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self.heard = 0
        self.start()

    def start(self) -> None:
        """Run it, in a new session: Ctrl-C on the terminal is the parent's alone to answer."""
        told = {**os.environ, **self.child.env, leash.PARENT: str(os.getpid())}
        with open_log(self.var, self.child.name) as log:
            self.heard = log.tell()
            self.process = subprocess.Popen(
                self.child.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=told,
                start_new_session=True,
            )
        self.began = time.monotonic()

    def fallen(self) -> str | None:
        """How it ended, once, when it has; its whole group is ended with it."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.signal(signal.SIGKILL)
        self.falls += 1
        steady = time.monotonic() - self.began > STEADY_SECONDS
        self.pause = 0.1 if steady or not self.pause else min(self.pause * 2, LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        self.process = None
        return (
            f"was killed by signal {-code}."
            if code < 0
            else f"ended with status {code}, saying: {self.last_words()}"
        )

    def signal(self, number: int) -> None:
        """Send it to the whole group, whoever of it is left."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):  # macOS says EPERM of a group of zombies
                pass

    def last_words(self) -> str:
        """The last thing it logged, and where the rest is."""
        return last_line(self.var / "log" / f"{self.child.name}.log")

    def news(self) -> list[str]:
        """The lines worth saying that it has logged since we last looked."""
        path = self.var / "log" / f"{self.child.name}.log"
        if not path.exists() or path.stat().st_size <= self.heard:
            return []
        with path.open("rb") as log:
            log.seek(self.heard)
            new = log.read(1_000_000)
            new = new[: new.rfind(b"\n") + 1]  # half a line waits for its other half
        self.heard += len(new)
        lines = new.decode(errors="replace").splitlines()
        return [line for line in lines if WORTH_SAYING.search(line)]


class Parent:
    """Keeps children running until told to stop. `say` is given each sentence for the terminal."""

    def __init__(self, var: Path, say: Callable[[str], None]) -> None:
        self.var = var
        self.say = say
        self.children: list[Running] = []

    def start(self, child: Child) -> None:
        self.children.append(Running(child, self.var))

    def look_after(self) -> None:
        """One round: start again what has fallen and is due, pass on what was logged."""
        for running in self.children:
            if how := running.fallen():
                self.say(f"Starting {running.child.name} again: it {how}")
            for line in running.news():
                self.say(f"{running.child.name}: {line}")
            if running.process is None and time.monotonic() >= running.due:
                running.start()

    def stop(self, *, patience: float = 3.0) -> None:
        """Ask every group to end, and end it after `patience` seconds: none is left."""
        for running in self.children:
            running.signal(signal.SIGTERM)
        processes.wait_until(self._all_ended, seconds=patience)
        for running in self.children:
            running.signal(signal.SIGKILL)
            if running.process is not None:
                running.process.wait()
        self.children.clear()

    def _all_ended(self) -> bool:
        return all(r.process is None or r.process.poll() is not None for r in self.children)


def ourselves(*arguments: str) -> tuple[str, ...]:
    """The argv that runs `tercet ARGUMENT…` with this very Python."""
    return (sys.executable, "-m", "tercet.running.command", *arguments)
