"""`tercet worker`: does what is done later or on a clock, from the queue in PostgreSQL."""

import asyncio
import logging
import os
from typing import TYPE_CHECKING

import click

from tercet.running.environment import Environment

AT_ONCE = 4
GRACE_SECONDS = 2.0  # for jobs under way when told to stop
RESCUE_SECONDS = 15.0
logger = logging.getLogger("tercet.worker")

if TYPE_CHECKING:
    from procrastinate import App


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

    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        async with working.open_async():
            rescue = asyncio.create_task(_rescue(working))
            try:
                await working.run_worker_async(
                    concurrency=AT_ONCE, shutdown_graceful_timeout=GRACE_SECONDS
                )
            finally:
                rescue.cancel()


async def _rescue(app: "App") -> None:
    """Put back in the queue, for ever, what a killed worker had begun: an alert's mail must go."""
    from procrastinate.exceptions import ConnectorException

    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs():
                logger.warning("job %s was cut short; it is done again", job.id)
                await app.job_manager.retry_job(job)
        except ConnectorException as problem:
            logger.warning("stalled jobs could not be looked for: %s", problem)
        await asyncio.sleep(RESCUE_SECONDS)
