"""The embedded PostgreSQL: made, started, found again, stopped. One cluster, for one machine.

It listens on a socket in a 0700 folder and nowhere else, trusts whoever can open that socket,
and keeps fsync and data checksums on. No mode outside the var folder is changed.

    cluster = Cluster(Path("var"))
    url = cluster.start()      # made on the first call; one that already runs is joined
    cluster.stop()
"""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tercet.running import processes
from tercet.running.logs import open_log
from tercet.running.place import PORT, Place, PostgresFailed, environment, said_plainly

__all__ = ["Cluster", "PostgresFailed", "Status"]

OWNER = DATABASE = "tercet"
RECOVERY_SECONDS = 120.0  # a killed cluster replays its log before it answers
ORPHAN_SECONDS = 10.0  # backends of a killed postmaster may take a while to notice
INITDB = [
    "--username=tercet",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
]
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "max_connections": "200",
    "cluster_name": "tercet",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Status:
    """What the cluster is doing now: does it exist, its postmaster's pid, does it answer."""

    made: bool
    pid: int | None
    ready: bool

    @property
    def running(self) -> bool:
        return self.pid is not None


class Cluster:
    """The PostgreSQL cluster under one var folder.

    `durable=False` lets the newest commits wait in memory for a moment (for tests that kill
    nothing); fsync stays on either way, so no crash can spoil the cluster.
    """

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.place = Place(var)
        self.durable = durable
        self._started: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Make the cluster if there is none, start it unless it runs, and return its address.

        Raises PostgresFailed with one sentence when it cannot.
        """
        with said_plainly(self.place.var), self._alone():
            self.place.check()
            if not self.place.data.exists():
                self._make()
            if (pid := self._postmaster()) is not None and not self._answers(pid):
                self._end(pid, patience=4.0)
                pid = None
            if pid is None:
                self._bury_orphans()
                self._launch()
        return self.url()

    def stop(self, *, patience: float = 4.0) -> None:
        """Stop it cleanly; after `patience` seconds, at once (the next start then recovers)."""
        with said_plainly(self.place.var), self._alone():
            if (pid := self._postmaster()) is not None:
                self._end(pid, patience=patience)

    def status(self) -> Status:
        """Asks the files and the process table only, so it is cheap enough to ask every moment."""
        pid, made = self._postmaster(), (self.place.data / "PG_VERSION").exists()
        return Status(made, pid, pid is not None and self._ready(pid))

    def url(self, role: str = OWNER, database: str = DATABASE) -> str:
        """Where the cluster is, as a libpq address; its socket trusts whatever role is named."""
        host = quote(str(self.place.sockets()), safe="")
        return f"postgresql://{quote(role)}@/{quote(database)}?host={host}"

    def ensure_database(self, name: str = DATABASE) -> None:
        """Create the database if it is not there (a new cluster already has `tercet`)."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url(database="postgres"), autocommit=True) as owner:
            there = owner.execute("select 1 from pg_database where datname = %s", [name])
            if there.fetchone() is None:
                create = sql.SQL("create database {} owner {}")
                owner.execute(create.format(sql.Identifier(name), sql.Identifier(OWNER)))

    def _make(self) -> None:
        """Make the cluster beside its place and move it there whole: half a one is never found."""
        staging = self.place.staging
        shutil.rmtree(staging, ignore_errors=True)
        self.place.own(staging)
        self.place.run(["initdb", f"--pgdata={staging}", *INITDB])
        create = f"create database {DATABASE} owner {OWNER}"
        self.place.run(["postgres", "--single", "-D", str(staging), "template1"], said=create)
        staging.rename(self.place.data)

    def _launch(self) -> None:
        sockets = self.place.sockets()
        self.place.own(sockets)
        settings = SETTINGS | {"unix_socket_directories": str(sockets)}
        if not self.durable:
            settings["synchronous_commit"] = "off"
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        asked = self.place.command(["postgres", "-D", str(self.place.data), *options])
        with open_log(self.place.var, "postgres") as log:
            since = log.tell()
            self._started = subprocess.Popen(
                asked,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(**self._not_a_postmaster()),
                cwd="/",
                start_new_session=True,  # Ctrl-C is for us: we stop it in our own order
            )
        self._wait_for(self._started, since)

    def _wait_for(self, started: "subprocess.Popen[bytes]", since: int) -> None:
        def settled() -> bool:
            return started.poll() is not None or self._ready(started.pid)

        if not processes.wait_until(settled, seconds=RECOVERY_SECONDS):
            raise PostgresFailed(f"PostgreSQL is not ready after {RECOVERY_SECONDS:.0f} s.")
        if started.poll() is not None:
            raise PostgresFailed(f"PostgreSQL did not start: {self.place.last_words(since)}")

    def _end(self, pid: int, *, patience: float) -> None:
        for ask, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            try:
                os.kill(pid, ask)
            except ProcessLookupError:
                return
            if processes.wait_until(lambda: not self._lives(pid), seconds=seconds):
                return
        raise PostgresFailed(f"PostgreSQL (process {pid}) does not stop.")

    def _lives(self, pid: int) -> bool:
        if self._started is not None and self._started.pid == pid:
            return self._started.poll() is None  # also buries it
        return processes.alive(pid)

    def _pid_file(self) -> list[str]:
        try:
            return (self.place.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _postmaster(self) -> int | None:
        """The pid of our running postmaster; None when the pid file is stale or names another."""
        lines = self._pid_file()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        if self._started is not None:
            self._started.poll()
        ours = processes.works_in(pid, folder=self.place.data, program="postgres")
        return pid if ours else None

    def _not_a_postmaster(self) -> dict[str, str]:
        """Tell PostgreSQL that the process its stale pid file names is none of its kind.

        Left to itself it refuses to start while that number is in use by any program of its
        user. This is the variable pg_ctl uses to exempt a shell; the file stays, so the check
        for shared memory still in use (its real protection) is made as always.
        """
        lines = self._pid_file()
        stale = lines[0].strip() if lines else ""
        return {"PG_GRANDPARENT_PID": stale} if stale.isdigit() else {}

    def _ready(self, pid: int) -> bool:
        lines = self._pid_file()
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def _answers(self, pid: int) -> bool:
        """Joined, it must become ready and its socket must still be there (folders get cleaned)."""
        if not processes.wait_until(lambda: self._ready(pid), seconds=RECOVERY_SECONDS):
            return False
        return (self.place.sockets() / f".s.PGSQL.{PORT}").exists()

    def _bury_orphans(self) -> None:
        """End the backends a killed postmaster left: their shared memory forbids a new start."""
        end = time.monotonic() + ORPHAN_SECONDS
        while left := list(processes.working_in(self.place.data, "postgres")):
            over = time.monotonic() > end
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL if over else signal.SIGQUIT)
                except ProcessLookupError:
                    pass
            time.sleep(0.05)
            if time.monotonic() > end + ORPHAN_SECONDS:
                raise PostgresFailed("Processes of an older PostgreSQL will not end.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start or stop at a time in one var folder."""
        self.place.var.mkdir(parents=True, exist_ok=True)
        with (self.place.var / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
