"""Gives the tests a PostgreSQL of their own, started only when a test needs it.

Loaded by `-p` before Django reads its settings, because those name the database. With
DATABASE_URL set, that server is used instead and nothing is started.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tercet.running.postgres import Cluster

VAR = Path(tempfile.mkdtemp(prefix="tercet-tests-"))
VAR.chmod(0o755)
OWN = "DATABASE_URL" not in os.environ
CLUSTER = Cluster(VAR, durable=False)

os.environ.setdefault("TERCET_VAR", str(VAR))
os.environ.setdefault("TERCET_SECRET_KEY", "only for tests, and only here")
os.environ.setdefault("TERCET_TEST_DATABASE", f"tercet_tests_{os.getpid()}")
if OWN:
    os.environ["DATABASE_URL"] = CLUSTER.url()


@pytest.fixture(scope="session")
def postgres():
    """The server the tests use, running; its owner's address."""
    if OWN:
        CLUSTER.start()
    return os.environ["DATABASE_URL"]


def clean_up() -> None:
    if OWN:
        CLUSTER.stop()
    shutil.rmtree(VAR, ignore_errors=True)


atexit.register(clean_up)
