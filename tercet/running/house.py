"""The house while it stands: PostgreSQL, the four processes, when they are ready, how it closes."""

import http
import http.client
import os
import subprocess
import time
from collections.abc import Callable

from tercet.running import database, leash
from tercet.running.environment import Environment, Refused
from tercet.running.logs import last_line, open_log
from tercet.running.parent import Child, Parent, ourselves
from tercet.running.postgres import Cluster, PostgresFailed
from tercet.running.prepare import MIGRATED

CHILDREN = ("web", "live", "watch", "worker")
READY_SECONDS = 90.0
FALLS_BEFORE_GIVING_UP = 3
LOOK_SECONDS = 0.2


class House:
    """One run. `say` is given each sentence for the terminal."""

    def __init__(self, environment: Environment, say: Callable[[str], None]) -> None:
        self.environment = environment
        self.say = say
        self.cluster = None if environment.database_url else Cluster(environment.var)
        self.parent = Parent(environment.var, say)
        self.told = database.addresses(environment, self.cluster)
        self.told["TERCET_CLOCK"] = str(environment.clock)
        self._unfilled = environment.var / "unfilled"  # outlives a run killed before the demo is in
        self._new = self._fill = False
        self._preparing: subprocess.Popen[str] | None = None
        self._next_try = 0.0

    def prepare(self, *, fill: bool) -> None:
        """PostgreSQL up, and the database at this version.

        Raises Refused or PostgresFailed with one sentence.
        """
        self._new = new = self.cluster is not None and not self.cluster.status().made
        if self.cluster is not None and (fill or new):
            self._unfilled.touch()
        self._fill = fill or (self.cluster is not None and self._unfilled.exists())
        if new:  # what takes longest begins at once, and waits for PostgreSQL by itself
            self._begin_preparing()
            self._start("web")
        if self.cluster is not None:
            if not self.cluster.status().running:
                self.say("Starting PostgreSQL.")
            self.cluster.start()
        current = not new and database.state(self.told["DATABASE_URL"]).current
        if not new:
            self._begin_preparing()
        if not current:
            self.say("Preparing the database.")
            self._wait_until_migrated()

    def open(self) -> None:
        """Start the four, and return when web and live answer. Raises Refused when they do not."""
        self.say("Starting web, live, worker and watch.")
        if self._new:  # the first page first: whoever is trying this out waits for that
            self._wait_for(self.environment.port)
        for name in CHILDREN:
            self._start(name)
        self._wait_for(self.environment.port)
        self._wait_for(self.environment.live_port)

    def links(self) -> str:
        """The demo's sign-in links as a table, once it is filled; nothing where there is none."""
        assert self._preparing is not None and self._preparing.stdout is not None
        if self._fill:
            self.say("Filling the demo clinic.")
        table = self._preparing.stdout.read().removeprefix(f"{MIGRATED}\n")
        if self._preparing.wait() != 0:
            raise self._unprepared()
        self._unfilled.unlink(missing_ok=True)
        return table.rstrip()

    def stand(self) -> None:
        """Look after everything, for ever."""
        while True:
            self.parent.look_after()
            self._look_after_postgres()
            time.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """Stop the four, then PostgreSQL: nothing is left running."""
        if self._preparing is not None:
            self._preparing.kill()
            self._preparing.wait()
        self.parent.stop()
        if self.cluster is not None:
            self.cluster.stop()

    def _start(self, name: str) -> None:
        if all(running.child.name != name for running in self.parent.children):
            self.parent.start(Child(name, ourselves(name), self.told))

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + READY_SECONDS
        while not self._answers(port):
            self.parent.look_after()
            self._give_up_on_the_fallen()
            if time.monotonic() > end:
                logs = self.environment.var / "log"
                raise Refused(f"Tercet is not ready after {READY_SECONDS:.0f} s; see {logs}.")
            time.sleep(0.05)

    def _begin_preparing(self) -> None:
        asked = ["--embedded"] if self.cluster is not None else []
        asked += ["--fill"] if self._fill else []
        with open_log(self.environment.var, "prepare") as log:
            self._preparing = subprocess.Popen(
                ourselves("prepare", *asked),
                env={**os.environ, **self.told, leash.PARENT: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def _wait_until_migrated(self) -> None:
        assert self._preparing is not None and self._preparing.stdout is not None
        if self._preparing.stdout.readline().strip() != MIGRATED:
            raise self._unprepared()

    def _unprepared(self) -> Refused:
        said = last_line(self.environment.var / "log" / "prepare.log").removeprefix("Error: ")
        return Refused(f"The database could not be prepared: {said}")

    def _look_after_postgres(self) -> None:
        if self.cluster is None or self.cluster.status().running:
            return
        if time.monotonic() < self._next_try:
            return
        self.say("PostgreSQL has stopped; starting it again.")
        try:
            self.cluster.start()
        except PostgresFailed as problem:
            self.say(str(problem))
            self._next_try = time.monotonic() + 5.0
        else:
            self.say("PostgreSQL runs again.")

    def _give_up_on_the_fallen(self) -> None:
        for running in self.parent.children:
            if running.falls >= FALLS_BEFORE_GIVING_UP:
                raise Refused(f"{running.child.name} does not start: {running.last_words()}")

    def _answers(self, port: int) -> bool:
        host = self.environment.address.removeprefix("http://").rpartition(":")[0]
        asked = http.client.HTTPConnection(host, port, timeout=5)
        try:
            asked.request("GET", "/ready")
            return asked.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
