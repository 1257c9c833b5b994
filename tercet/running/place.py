"""Where the embedded cluster lies, whose it is, and how a program of PostgreSQL's is run there."""

import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tercet.running import unprivileged, wheel
from tercet.running.environment import Refused
from tercet.running.logs import open_log

PORT = 5432  # only names the socket: nothing listens on a network
SOCKET_PATH_BYTES = 100  # the kernel allows 107 on Linux, 103 on macOS
FULL_DISK = (os.strerror(errno.ENOSPC), "Check free disk space")
GRAVE = ("FATAL", "PANIC", "ERROR", "error:", "cannot run")


class PostgresFailed(Refused):
    """The embedded PostgreSQL did not do as asked. The message is one sentence for a person."""


class Place:
    """The folders of one cluster under `var`; none of its methods changes anything outside it."""

    def __init__(self, var: Path) -> None:
        self.var = Path(var).absolute()
        self.data = self.var / "postgres"
        self.staging = self.var / "postgres.new"

    def check(self) -> None:
        """Refuse a data folder we could not run: another user's, another version's, no cluster."""
        if not self.data.exists():
            return
        if os.geteuid() not in {0, owner := self.data.stat().st_uid}:
            raise PostgresFailed(
                f"{self.data} belongs to another user (uid {owner}); start Tercet as that user."
            )
        if not any(self.data.iterdir()):
            self.data.rmdir()
            return
        version = self.data / "PG_VERSION"
        if not version.exists():
            raise PostgresFailed(f"{self.data} is not a PostgreSQL cluster; move it away.")
        if (major := version.read_text().strip()) != str(wheel.MAJOR):
            raise PostgresFailed(
                f"{self.data} was made by PostgreSQL {major} and Tercet brings {wheel.MAJOR};"
                " move the folder away, or set DATABASE_URL."
            )

    def sockets(self) -> Path:
        """The folder of the socket: in var, or a short one remembered there if that is too long."""
        inside = self.var / "sockets"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_BYTES:
            return inside
        remembered = self.var / "sockets.elsewhere"
        if remembered.exists() and (kept := Path(remembered.read_text())).is_dir():
            return kept
        self.var.mkdir(parents=True, exist_ok=True)
        elsewhere = Path(tempfile.mkdtemp(prefix="tercet-"))
        remembered.write_text(str(elsewhere))
        return elsewhere

    def own(self, folder: Path) -> None:
        """Make `folder` 0700 and the cluster user's, so that nobody else comes near it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, *unprivileged.account(self.data))
        folder.chmod(0o700)

    def command(self, program: list[str]) -> list[str]:
        """The arguments that run one of PostgreSQL's programs as the cluster's user."""
        uid, gid = unprivileged.account(self.data)
        binary = wheel.binaries() / program[0]
        reached = (binary, self.var, self.sockets())
        return unprivileged.command([str(binary), *program[1:]], uid=uid, gid=gid, paths=reached)

    def run(self, program: list[str], *, said: str = "") -> None:
        """Run one to its end; raise PostgresFailed with its own last words if it failed."""
        with open_log(self.var, "postgres") as log:
            since = log.tell()
            done = subprocess.run(
                self.command(program),
                input=said.encode(),
                stdout=log,
                stderr=log,
                env=environment(),
                cwd="/",
                check=False,
            )
        if done.returncode != 0:
            raise PostgresFailed(f"PostgreSQL's {program[0]} failed: {self.last_words(since)}")

    def words_since(self, since: int) -> str:
        """What PostgreSQL wrote to its log from byte `since` on."""
        with (self.var / "log" / "postgres.log").open("rb") as log:
            log.seek(since)
            return log.read().decode(errors="replace")

    def last_words(self, since: int) -> str:
        """The gravest line of it, for the one sentence a person is shown."""
        words = self.words_since(since)
        if any(sign in words for sign in FULL_DISK):
            return f"the disk that holds {self.var} is full."
        lines = [line for line in words.splitlines() if line.strip()]
        grave = [line for line in lines if any(mark in line for mark in GRAVE)]
        last = (grave or lines or ["it said nothing"])[-1]
        return f"{last.strip()} (more in {self.var / 'log' / 'postgres.log'})"


def environment(**more: str) -> dict[str, str]:
    """What PostgreSQL's programs are told of the world: nothing of the caller's PG… settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **more}


@contextmanager
def said_plainly(var: Path) -> Iterator[None]:
    """Turn what the machine refuses into the one sentence a person needs."""
    try:
        yield
    except (unprivileged.CannotDropPrivileges, wheel.NoBinaries) as problem:
        raise PostgresFailed(str(problem)) from problem
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise PostgresFailed(f"The disk that holds {var} is full.") from problem
        if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise PostgresFailed(f"Tercet may not write to {problem.filename or var}.") from problem
        raise
