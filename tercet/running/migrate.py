"""`tercet migrate`: brings the database up to this version, as its owner."""

import os

import click

from tercet.running import database
from tercet.running.environment import Environment


@click.command()
@click.option("--force", is_flag=True, help="Look again even where nothing seems to have changed.")
def migrate(force: bool) -> None:
    """Bring the database up to this version. Safe to run again."""
    environment = Environment.read()
    with database.at_hand(environment, process="owner"):
        url = os.environ["DATABASE_URL"]
        if not force and database.state(url).current:
            click.echo("The database is up to date.")
            return
        database.set_up_django()
        database.bring_up_to_date(url, embedded=environment.database_url is None)
        click.echo("The database has been brought up to date.")
