"""Gives the tests a PostgreSQL of their own, started only when a test needs it.

Loaded by `-p` before Django reads its settings, because those name the database. With
DATABASE_URL set, that server is used instead and nothing is started. Where several processes run
the tests each has a server, or on the one that is named a database, of its own.
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
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
OURS = "TERCET_TESTS_OWN_SERVER"  # set by the process that gives out the tests, for its workers
OWN = "DATABASE_URL" not in os.environ or (bool(WORKER) and OURS in os.environ)
CLUSTER = Cluster(VAR, durable=False)

if WORKER:
    os.environ["TERCET_VAR"] = str(VAR)
os.environ.setdefault("TERCET_VAR", str(VAR))
os.environ.setdefault("TERCET_SECRET_KEY", "only for tests, and only here")
os.environ.setdefault("TERCET_TEST_DATABASE", f"tercet_tests_{os.getpid()}")
if WORKER:
    os.environ["TERCET_TEST_DATABASE"] += f"_{WORKER}"
if OWN:
    os.environ[OURS] = "1"
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


def pytest_unconfigure() -> None:
    """A worker's process ends without saying so."""
    clean_up()


atexit.register(clean_up)  # whatever else ends this process
