"""What the tests of `running` share: a var folder of their own, and free ports."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tercet.running import processes
from tercet.running.postgres import Cluster
from tests.side_by_side import first_port


@pytest.fixture
def var() -> Iterator[Path]:
    """A var folder under a 0700 folder, as a clone made by `mktemp -d` has it."""
    above = Path(tempfile.mkdtemp(prefix="tercet-test-"))
    yield above / "var"
    for left in processes.working_in(above / "var" / "postgres", "postgres"):
        os.kill(left, signal.SIGKILL)
    shutil.rmtree(above)


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """A cluster's data folder, made once; a copy of it is as good as a new one, and quicker."""
    above = Path(tempfile.mkdtemp(prefix="tercet-test-"))
    cluster = Cluster(above / "var")
    cluster.start()
    cluster.stop()
    yield cluster.place.data
    shutil.rmtree(above)


@pytest.fixture
def empty_cluster(var: Path) -> Iterator[Cluster]:
    """A cluster nobody has made yet; stopped when the test ends, however it ends."""
    cluster = Cluster(var)
    yield cluster
    cluster.stop()


@pytest.fixture
def cluster(empty_cluster: Cluster, made: Path) -> Cluster:
    """A cluster that is made and not running."""
    empty_cluster.place.var.mkdir()
    subprocess.run(["cp", "-a", made, empty_cluster.place.data], check=True)
    return empty_cluster


@pytest.fixture
def free_ports() -> Callable[[], int]:
    """A port such that it and the next one are free."""

    def find() -> int:
        for port in range(first_port(24_000), 60_000, 2):
            if all(_free(p) for p in (port, port + 1)):
                return port
        raise RuntimeError("no two free ports")

    return find


def _free(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) != 0
