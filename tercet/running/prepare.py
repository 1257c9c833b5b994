"""`tercet prepare`: what `tercet run` has done beside it: migrations, the demo, its sign-in links.

One process for all three, because loading Django is what takes the time; begun before PostgreSQL
answers, so that the two start-ups overlap. Its first line on standard output is MIGRATED, as soon
as pages can be served; the rest is the table of sign-in links, if this is a demo.
"""

import os
import time

import click

from tercet.running import database, leash
from tercet.running.environment import Environment

MIGRATED = "migrated"
PATIENCE_SECONDS = 150.0  # a killed PostgreSQL may replay its log for a while


@click.command(hidden=True)
@click.option("--embedded", is_flag=True, help="Let the roles sign in: only its socket is a door.")
@click.option("--fill", is_flag=True, help="Fill the demo clinic into an empty database.")
def prepare(embedded: bool, fill: bool) -> None:
    """Bring the database up to date, fill the demo if told to, print the links."""
    leash.hold()
    environment = Environment.read()
    database.set_up_django()
    url = os.environ["DATABASE_URL"]
    if not _state(url).current:
        database.bring_up_to_date(url, embedded=embedded)
    click.echo(MIGRATED)
    _fill_and_print(environment.address, fill=fill)


def _fill_and_print(address: str, *, fill: bool) -> None:
    from tercet.clinic.clock import now
    from tercet.running import demo
    from tercet.running.demo_command import table

    if fill:
        demo.fill(now())
    if demo.is_demo():
        click.echo(table(demo.links(address)))


def _state(url: str) -> database.State:
    """The database's state, as soon as it answers."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return database.state(url)
        except database.Unreachable:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
