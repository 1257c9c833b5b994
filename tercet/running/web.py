"""`tercet web`: every page and every deed, as a WSGI program under granian."""

import os

import click

from tercet.running import leash
from tercet.running.environment import Environment

THREADS = 8  # per worker: as many as it has pooled connections, so that no request waits for one
KILL_AFTER_SECONDS = 2  # a worker that will not finish its last request


@click.command()
def web() -> None:
    """Serve the pages on TERCET_HOST and TERCET_PORT, by TERCET_WEB_WORKERS processes."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.server import common

    from tercet.running import database

    environment = Environment.read()
    with database.at_hand(environment, process="web"):
        import tercet.clinic.wsgi  # noqa: F401 - loaded once; the workers are forks that share it

        # Where the tools of `make test` are installed granian would rename our processes: a parent
        # and its tests should find the same names there as on a clinic's server.
        common.setproctitle = None  # type: ignore[attr-defined,assignment]
        Granian(
            "tercet.running.web:application",
            address=environment.host,
            port=environment.port,
            interface=Interfaces.WSGI,
            workers=environment.workers,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            workers_kill_timeout=KILL_AFTER_SECONDS,
        ).serve()


def __getattr__(name: str) -> object:
    """`application`, made when granian's worker asks for it and not by `tercet --help`."""
    if name != "application":
        raise AttributeError(name)
    leash.hold()
    os.environ.setdefault("TERCET_PROCESS", "web")
    from tercet.clinic.wsgi import application

    return application
