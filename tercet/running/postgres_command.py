"""`tercet postgres start|stop|status`: the embedded database by itself."""

import click

from tercet.running.environment import Environment
from tercet.running.postgres import Cluster


@click.group()
def postgres() -> None:
    """Start, stop or ask the embedded PostgreSQL of this folder."""


@postgres.command()
def start() -> None:
    """Start it, making it first if need be, and print its address."""
    click.echo(_cluster().start())


@postgres.command()
def stop() -> None:
    """Stop it cleanly."""
    _cluster().stop()
    click.echo("PostgreSQL is stopped.")


@postgres.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Say what it is doing; exit status 3 when it is not running."""
    cluster = _cluster()
    seen = cluster.status()
    if seen.pid is not None:
        doing = "ready" if seen.ready else "starting"
        click.echo(f"PostgreSQL is {doing} (process {seen.pid}) at {cluster.url()}")
        return
    click.echo("PostgreSQL is stopped." if seen.made else "There is no embedded PostgreSQL here.")
    ctx.exit(3)


def _cluster() -> Cluster:
    return Cluster(Environment.read().var)
