"""Where each process writes what it did: var/log/NAME.log, one older file kept beside it."""

from pathlib import Path
from typing import IO

KEEP_BYTES = 5_000_000


def open_log(var: Path, name: str) -> IO[bytes]:
    """The log to append to; a long one is set aside as NAME.log.1 first."""
    folder = var / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{name}.log"
    if path.exists() and path.stat().st_size > KEEP_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def last_line(path: Path) -> str:
    """The last line of a log that says anything, and where the rest is."""
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - 10_000))
        lines = log.read().decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"{last} (more in {path})"
