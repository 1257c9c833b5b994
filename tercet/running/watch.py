"""`tercet watch`: notices silence and unanswered alerts, every second, whatever else is down.

It depends on PostgreSQL and on nothing else; an outside dead-man's switch can watch it in turn.
"""

import logging
import os
import threading
import time
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from tercet.running.environment import Environment

LOOK_SECONDS = 1.0
PING_SECONDS = 60.0
MOST_AT_ONCE = 1_000  # a deed that never says "none left" must not keep the other from its turn
logger = logging.getLogger("tercet.watch")


@click.command()
def watch() -> None:
    """Raise what is overdue and climb what nobody answered, each second, until told to stop."""
    from tercet.running import database

    environment = Environment.read()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
    with database.at_hand(environment, process="work"):
        import django

        django.setup()
        from tercet.clinic.alerts.actions import climb
        from tercet.clinic.clock import now
        from tercet.clinic.dosing.actions import notice_silence

        watched = Watch((notice_silence, climb), now=now, beat=environment.var / "watch.beat")
        deadman = Deadman(environment.deadman_url)
        while True:
            if watched.look():
                deadman.ping()
            time.sleep(LOOK_SECONDS)


class Watch:
    """One look after another. Loses PostgreSQL and finds it again, saying so once each way."""

    def __init__(
        self,
        deeds: tuple[Callable[..., object], ...],
        *,
        now: Callable[[], datetime],
        beat: Path,
    ) -> None:
        self.deeds = deeds
        self.now = now
        self.beat = beat
        self.blind_since: float | None = None

    def look(self) -> bool:
        """Do every overdue deed. True when the whole look succeeded: only then it leaves a beat."""
        from django.db import InterfaceError, OperationalError

        try:
            whole = all([self._exhaust(deed) for deed in self.deeds])
        except (InterfaceError, OperationalError) as problem:
            self._gone_blind(problem)
            return False
        self._sees_again()
        if whole:
            self.beat.write_text(f"{time.time():.0f}\n")
        return whole

    def _exhaust(self, deed: Callable[..., object]) -> bool:
        from django.db import InterfaceError, OperationalError

        try:
            for _ in range(MOST_AT_ONCE):
                if deed(now=self.now()) is None:
                    break
        except (InterfaceError, OperationalError):
            raise
        except Exception:  # one bad row must not stop the watch over all the others
            logger.exception("%s failed; the watch goes on", getattr(deed, "__name__", deed))
            return False
        return True

    def _gone_blind(self, problem: Exception) -> None:
        from django.db import connections

        connections.close_all()
        if self.blind_since is None:
            self.blind_since = time.monotonic()
            reason = (str(problem).strip().splitlines() or ["no answer"])[0]
            logger.error("the watch cannot reach PostgreSQL and goes on trying: %s", reason)

    def _sees_again(self) -> None:
        if self.blind_since is not None:
            lost = time.monotonic() - self.blind_since
            logger.warning("the watch reaches PostgreSQL again after %.0f s", lost)
            self.blind_since = None


class Deadman:
    """Tells an outside switch that the watch lives; hearing nothing, the switch calls people."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        self.due = 0.0

    def ping(self) -> None:
        """At most once a minute, beside the watch's own work; a failure is only logged."""
        if self.url is None or time.monotonic() < self.due:
            return
        self.due = time.monotonic() + PING_SECONDS
        threading.Thread(target=self._ask, daemon=True).start()

    def _ask(self) -> None:
        try:
            with urllib.request.urlopen(str(self.url), timeout=10):  # noqa: S310 - the clinic's own
                pass
        except OSError as problem:
            logger.warning("the dead-man's switch did not answer: %s", problem)
        except ValueError as problem:
            logger.warning("TERCET_DEADMAN_URL is not an address: %s", problem)
