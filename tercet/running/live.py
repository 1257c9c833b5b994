"""`tercet live`: event streams out and heartbeats in, as a small ASGI program under uvicorn."""

import os

import click

from tercet.running.environment import Environment

GRACE_SECONDS = 1  # open event streams never end by themselves


@click.command()
def live() -> None:
    """Serve event streams and heartbeats on TERCET_HOST and TERCET_LIVE_PORT."""
    import uvicorn

    from tercet.running import database

    environment = Environment.read()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
    with database.at_hand(environment, process="web"):
        uvicorn.run(
            "tercet.clinic.live:application",
            host=environment.host,
            port=environment.live_port,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
