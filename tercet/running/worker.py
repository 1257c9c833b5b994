"""`tercet worker`: does what is done later or on a clock, from the queue in PostgreSQL."""

import asyncio
import os

import click

from tercet.running.environment import Environment

AT_ONCE = 4
GRACE_SECONDS = 2.0  # for jobs under way when told to stop; an unfinished one is tried again


@click.command()
def worker() -> None:
    """Run the jobs that wait in the queue until told to stop."""
    from tercet.running import database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
    with database.at_hand(Environment.read(), process="work"):
        import django

        django.setup()
        asyncio.run(_work())


async def _work() -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=AT_ONCE,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
            )
