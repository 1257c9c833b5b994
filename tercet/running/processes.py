"""What the operating system says of a process: does it live, what does it run, and where.

Linux is asked through /proc; elsewhere `ps` answers, more slowly and with less certainty.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROC = Path("/proc")


def alive(pid: int) -> bool:
    """True while the process runs. A zombie, dead but not yet buried, is not alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's: it exists
    return not _state(pid).startswith(("Z", "X"))


def _state(pid: int) -> str:
    try:
        # The name in brackets may itself hold spaces and brackets: the state follows the last one.
        return (PROC / str(pid) / "stat").read_text().rpartition(") ")[2]
    except OSError:
        return "X" if PROC.is_dir() and (PROC / "self").exists() else _ps(pid, "stat=")


def works_in(pid: int, *, folder: Path, program: str) -> bool:
    """True when the process runs `program` and its working directory is `folder`.

    A number in a pid file proves nothing: the process may be gone and its number given away.
    """
    if not alive(pid):
        return False
    at = PROC / str(pid)
    if not at.is_dir():
        return program in (line := _ps(pid, "command=")) and str(folder) in line
    try:
        return os.path.samefile(at / "cwd", folder) and _runs(at, program)
    except OSError:
        return False


def working_in(folder: Path, program: str) -> Iterator[int]:
    """The pids of every process running `program` in `folder`; finds none where /proc is absent."""
    for entry in PROC.glob("[0-9]*"):
        if works_in(int(entry.name), folder=folder, program=program):
            yield int(entry.name)


def _runs(at: Path, program: str) -> bool:
    # After an upgrade of the wheel the old binary reads "…/postgres (deleted)".
    return Path(os.readlink(at / "exe").removesuffix(" (deleted)")).name == program


def _ps(pid: int, column: str) -> str:
    asked = ["ps", "-p", str(pid), "-o", column]
    try:
        return subprocess.run(asked, capture_output=True, text=True, timeout=5).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def wait_until(true: Callable[[], bool], *, seconds: float, pause: float = 0.01) -> bool:
    """Ask again and again until it is so, or `seconds` have passed; says which."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
