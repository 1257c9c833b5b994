"""The house while it stands: PostgreSQL, the four processes, when they are ready, how it closes."""

import http.client
import os
import subprocess
import time
from collections.abc import Callable

from tercet.running import database, leash
from tercet.running.demo_command import NO_DEMO
from tercet.running.environment import Environment, Refused
from tercet.running.parent import Child, Parent, ourselves
from tercet.running.postgres import Cluster, PostgresFailed

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
        self.told: dict[str, str] = {}
        self._links: subprocess.Popen[str] | None = None  # asked early, read when all is ready
        self._next_try = 0.0

    def prepare(self, *, fill: bool) -> None:
        """PostgreSQL up, the database at this version, the demo filled where it should be.

        Raises Refused or PostgresFailed with one sentence.
        """
        if self.cluster is not None:
            if not self.cluster.status().running:
                self.say("Starting PostgreSQL.")
            self.cluster.start()
        self.told = database.addresses(self.environment, self.cluster)
        self.told["TERCET_CLOCK"] = str(self.environment.clock)
        found = database.state(self.told["DATABASE_URL"])
        unfilled = self.environment.var / "unfilled"  # outlives a run killed before the demo was in
        if fill or (found.new and self.cluster is not None):
            unfilled.touch()
        if not found.current:
            self.say("Preparing the database.")
            self._finish("migrate")
        if unfilled.exists():
            self.say("Filling the demo clinic.")
            self._finish("demo", "fill")
            unfilled.unlink()

    def open(self) -> None:
        """Start the four, and return when web and live answer. Raises Refused when they do not."""
        self.say("Starting web, live, worker and watch.")
        for name in CHILDREN:
            self.parent.start(Child(name, ourselves(name), self.told))
        self._links = self._tercet("links")
        end = time.monotonic() + READY_SECONDS
        while not all(map(self._answers, self._doors())):
            self.parent.look_after()
            self._give_up_on_the_fallen()
            if time.monotonic() > end:
                logs = self.environment.var / "log"
                raise Refused(f"Tercet is not ready after {READY_SECONDS:.0f} s; see {logs}.")
            time.sleep(0.05)

    def links(self) -> str:
        """The demo's sign-in links as a table; empty where there is no demo."""
        if self._links is None:
            return ""
        table, problem = self._links.communicate()
        if self._links.returncode != 0 and NO_DEMO not in problem:
            self.say(f"The sign-in links could not be made: {_last(problem)}")
        return table.rstrip() if self._links.returncode == 0 else ""

    def stand(self) -> None:
        """Look after everything, for ever."""
        while True:
            self.parent.look_after()
            self._look_after_postgres()
            time.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """Stop the four, then PostgreSQL: nothing is left running."""
        if self._links is not None:
            self._links.kill()
            self._links.wait()
        self.parent.stop()
        if self.cluster is not None:
            self.cluster.stop()

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

    def _finish(self, *arguments: str) -> None:
        with self._tercet(*arguments) as asked:
            try:
                _, problem = asked.communicate()
            except BaseException:
                asked.kill()
                raise
        if asked.returncode != 0:
            raise Refused(f"`tercet {' '.join(arguments)}` failed: {_last(problem)}")

    def _tercet(self, *arguments: str) -> "subprocess.Popen[str]":
        told = {**self.told, "TERCET_PROCESS": "owner", leash.PARENT: str(os.getpid())}
        return subprocess.Popen(
            ourselves(*arguments),
            env={**os.environ, **told},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _give_up_on_the_fallen(self) -> None:
        for running in self.parent.children:
            if running.falls >= FALLS_BEFORE_GIVING_UP:
                raise Refused(f"{running.child.name} does not start: {running.last_words()}")

    def _doors(self) -> tuple[int, int]:
        return self.environment.port, self.environment.live_port

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


def _last(said: str) -> str:
    """The last line a program said: of a traceback, the error itself."""
    return (said.strip().splitlines() or ["it said nothing"])[-1].removeprefix("Error: ")
