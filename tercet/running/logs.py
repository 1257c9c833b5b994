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
