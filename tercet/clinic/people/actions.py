"""Deeds about people: joining and leaving a team, and a demo's ways in."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from tercet.clinic.errors import Denied, Expired, Invalid, insist
from tercet.clinic.people.models import Clinic, Person, SignInLink, TeamMember, Training

LINK_LASTS = timedelta(hours=12)


def lock(patient: Person) -> Person:
    """Hold the patient's row until the transaction ends: deeds about one person queue up."""
    return Person.objects.select_for_update(no_key=True).get(pk=patient.pk)


def why_not_join_team(patient: Person) -> str | None:
    return None if patient.is_patient else "Only a patient has a team."


@transaction.atomic
def join_team(patient: Person, member: Person, *, now: datetime) -> TeamMember:
    """Put someone on a patient's team; already being on it changes nothing."""
    insist(why_not_join_team(patient))
    joined, _ = TeamMember.objects.get_or_create(
        patient=patient, member=member, until_at=None, defaults={"since_at": now}
    )
    return joined


def is_demo() -> bool:
    """Whether this database is a demo: only then do sign-in links exist."""
    return Clinic.objects.filter(is_demo=True).exists()


@transaction.atomic
def make_sign_in_link(person: Person, *, now: datetime) -> str:
    """A fresh token for one of the demo's cast. Raises `Denied` outside a demo."""
    insist(None if is_demo() else "Sign-in links exist only in a demo.")
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(person=person, token_hash=_hash(token), until_at=now + LINK_LASTS)
    return token


def follow_sign_in_link(token: str, *, now: datetime) -> Person:
    """Whose link this is. Raises `Expired` with what to do instead."""
    if not is_demo():
        raise Denied("Sign-in links exist only in a demo. Sign in with your address and password.")
    link = SignInLink.objects.select_related("person").filter(token_hash=_hash(token)).first()
    if link is None or link.has_expired(now):
        raise Expired("Start Tercet again, or run `tercet links`, to print fresh sign-in links.")
    return link.person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def found_clinic(name: str, *, protocol: str, now: datetime) -> Clinic:
    """A real clinic in a database that has none. A demo's database never becomes a real one."""
    clinic = Clinic.objects.first()
    insist(f"This database already holds {clinic}." if clinic else None)
    insist(None if name.strip() else "Give the clinic a name.", Invalid)
    return Clinic.objects.create(name=name.strip(), protocol=protocol)


@transaction.atomic
def add_person(
    email: str, *, name: str, role: str, zone: str, phone: str = "", now: datetime
) -> Person:
    """Someone who can sign in, once they have chosen a password by the link made for them."""
    person = Person(email=email.strip().lower(), name=name.strip(), role=role, zone=zone)
    person.phone = phone.strip()
    person.set_unusable_password()
    try:
        person.full_clean()
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages)) from None
    person.save()
    return person


def why_not_record_training(by: Person, person: Person) -> str | None:
    if by.role != Person.Role.DIRECTOR:
        return "Only the clinical director records a training."
    return None if person.role == Person.Role.GUIDE else "Only a guide's training is recorded here."


@transaction.atomic
def record_training(person: Person, until_on: date, *, by: Person, now: datetime) -> Training:
    """That a guide is trained until a day, that day included; the newest record counts."""
    insist(why_not_record_training(by, person))
    insist(None if until_on >= now.date() else "That day has passed.", Invalid)
    return Training.objects.create(person=person, until_on=until_on, at=now, by=by)
