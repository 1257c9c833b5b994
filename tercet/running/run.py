"""`tercet run`: everything under one parent, until Ctrl-C. Ready when every page can be served."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from tercet.running import doors
from tercet.running.environment import Environment
from tercet.running.house import House


class Asked(BaseException):
    """Somebody asked us to stop: Ctrl-C, a signal, a closed terminal."""


@click.command()
@click.option("--demo", is_flag=True, help="Fill the demo clinic into an empty database.")
def run(demo: bool) -> None:
    """Start everything, print where it is, and keep it running until Ctrl-C."""
    began = time.monotonic()
    environment = Environment.read()
    doors.check_var(environment.var)
    lock = doors.Lock(environment)
    try:
        patience = doors.LEASH_SECONDS if lock.last_run_was_killed else 0.0
        doors.check_ports(environment, patience=patience)
        _keep(House(environment, say=click.echo), fill=demo, began=began)
    finally:
        lock.release()


def _keep(house: House, *, fill: bool, began: float) -> None:
    try:
        with _told_to_stop():
            house.prepare(fill=fill)
            house.open()
            links = house.links()
            click.echo(f"\nTercet is at {house.environment.address}\n")
            if links:
                click.echo(f"{links}\n")
            click.echo(f"Ready in {time.monotonic() - began:.1f} s. Ctrl-C stops everything.")
            house.stand()
    except Asked:
        click.echo("\nStopping.")
    finally:
        house.close()
    click.echo("Everything is stopped; all data is kept.")


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Within, being told to stop raises Asked, once: what follows is the orderly end."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup: outlive the terminal
        numbers.append(signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Asked

    for number in numbers:
        signal.signal(number, stop)
    yield
