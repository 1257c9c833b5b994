"""Before anything starts: is this folder ours alone and writable, and are the ports free?"""

import errno
import fcntl
import json
import os
import socket
from functools import partial
from pathlib import Path
from typing import IO

from tercet.running import processes
from tercet.running.environment import Environment, Refused

LEASH_SECONDS = 3.0  # after a kill -9, how long the last run's children may take to let go


def check_var(var: Path) -> None:
    """Raises Refused with one sentence when `var` cannot be made, written, or is full."""
    probe = var / f"probe.{os.getpid()}"
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 65_536)
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refused(f"The disk that holds {var} is full.") from problem
        raise Refused(f"Tercet cannot write to {var}: {problem.strerror}.") from problem
    finally:
        probe.unlink(missing_ok=True) if var.is_dir() else None


class Lock:
    """Held while a run lasts; the kernel lets go of it even for a parent that was killed."""

    def __init__(self, environment: Environment) -> None:
        """Raises Refused, naming the address, when another run holds this folder."""
        self._file: IO[str] = (environment.var / "run.lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(self._who(environment.var)) from None
        self._file.seek(0)
        self.last_run_was_killed = bool(self._file.read())
        self._write(json.dumps({"pid": os.getpid(), "address": environment.address}))

    def release(self) -> None:
        """Let go, leaving no word of us: that is how the next run knows we ended well."""
        self._write("")
        self._file.close()

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()

    def _who(self, var: Path) -> str:
        self._file.seek(0)
        try:
            told = json.loads(self._file.read())
        except ValueError:
            return f"Tercet is already running from {var}."
        return f"Tercet is already running at {told['address']} (process {told['pid']})."


def check_ports(environment: Environment, *, patience: float) -> None:
    """Raises Refused, naming the port and the setting, when one is taken for `patience` seconds."""
    doors = ((environment.port, "TERCET_PORT"), (environment.live_port, "TERCET_LIVE_PORT"))
    for port, name in doors:
        free = partial(_free, environment.host, port)
        if not processes.wait_until(free, seconds=patience, pause=0.1):
            other = environment.port + 10
            raise Refused(
                f"Port {port} is in use by another program; stop it, or choose another port:"
                f" {name}={other} make run."
            )


def _free(host: str, port: int) -> bool:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as problem:
        raise Refused(f"TERCET_HOST is “{host}”, which is no address here.") from problem
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
            door.listen(1)
        except OSError as problem:
            if problem.errno == errno.EACCES:
                raise Refused(f"Port {port} needs more rights than you have here.") from problem
            if problem.errno == errno.EADDRNOTAVAIL:
                raise Refused(f"TERCET_HOST is “{host}”, which is no address here.") from problem
            return False
    return True
