"""`tercet clinic found`, `tercet person add`, `tercet person join`: a real clinic and its people.

These are the owner's commands, at a terminal on the machine: no page makes people or roles.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click

from tercet.running.demo_command import clinic_at_hand

ROLES = [
    "patient",
    "support",
    "guide",
    "prescriber",
    "therapist",
    "outside",
    "coordinator",
    "director",
]


@click.group()
def clinic() -> None:
    """Found a real clinic in an empty database."""


@clinic.command()
@click.argument("name")
@click.option("--protocol", default="at-home-low-dose", show_default=True)
def found(name: str, protocol: str) -> None:
    """Found the clinic NAME. Its director then adopts the knowledge before anyone is treated."""
    with _deeds():
        from tercet import knowledge
        from tercet.clinic.clock import now
        from tercet.clinic.people.actions import found_clinic
        from tercet.clinic.record.actions import log

        if protocol not in knowledge.read().protocols:
            raise click.ClickException(f"There is no protocol “{protocol}”.")
        made = found_clinic(name, protocol=protocol, now=now())
        log("found clinic", by=None, patient=None, now=now())
        click.echo(f"{made} is founded. Add its people with `tercet person add`.")


@click.group()
def person() -> None:
    """Add people, and put them on a patient's team."""


@person.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--zone", required=True, help="Their time zone, such as America/Denver.")
@click.option("--phone", default="")
def add(email: str, *, name: str, role: str, zone: str, phone: str) -> None:
    """Add a person, and print the link by which they choose their password."""
    with _deeds() as address:
        from tercet.clinic.clock import now
        from tercet.clinic.people.actions import add_person
        from tercet.clinic.people.signing_in import password_link
        from tercet.clinic.record.actions import log

        made = add_person(email, name=name, role=role, zone=zone, phone=phone, now=now())
        log("add person", by=None, patient=None, now=now(), person=made.pk)
        click.echo(f"{made} is added. They choose a password here: {address}{password_link(made)}")


@person.command()
@click.argument("patient")
@click.argument("member")
def join(patient: str, member: str) -> None:
    """Put MEMBER on PATIENT's team, both by their address."""
    with _deeds():
        from tercet.clinic.clock import now
        from tercet.clinic.models import Person
        from tercet.clinic.people.actions import join_team
        from tercet.clinic.record.actions import log

        found = {p.email: p for p in Person.objects.filter(email__in=[patient, member])}
        missing = [address for address in (patient, member) if address not in found]
        if missing:
            raise click.ClickException(f"Nobody here has the address {missing[0]}.")
        join_team(found[patient], found[member], now=now())
        log("join team", by=None, patient=found[patient], now=now(), person=found[member].pk)
        click.echo(f"{found[member]} is on {found[patient]}’s team.")


@person.command()
@click.argument("guide")
@click.option("--until", required=True, help="The last day it counts, such as 2027-11-22.")
@click.option("--by", "director", required=True, help="The clinical director, by their address.")
def trained(guide: str, *, until: str, director: str) -> None:
    """Record that GUIDE is trained until a day, as the clinical director saw it."""
    with _deeds():
        from tercet.clinic.clock import now
        from tercet.clinic.models import Person
        from tercet.clinic.people.actions import record_training
        from tercet.clinic.record.actions import log

        found = {p.email: p for p in Person.objects.filter(email__in=[guide, director])}
        missing = [address for address in (guide, director) if address not in found]
        if missing:
            raise click.ClickException(f"Nobody here has the address {missing[0]}.")
        made = record_training(found[guide], _day(until), by=found[director], now=now())
        log("record training", by=found[director], patient=None, now=now(), training=made.pk)
        click.echo(f"{found[guide]} is trained until {made.until_on}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(
            f'--until must be a date such as 2027-11-22, not "{text:.40}".'
        ) from None


@contextmanager
def _deeds() -> Iterator[str]:
    """Django loaded as the owner; one transaction; a refusal is its sentence. Gives the address."""
    with clinic_at_hand() as environment:
        from django.db import transaction

        from tercet.clinic.errors import Refused

        try:
            with transaction.atomic():
                yield environment.address
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
