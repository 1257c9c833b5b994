"""The only writers of the record: log lines, kept decisions, signatures, and the telling."""

from datetime import datetime
from typing import Any

import orjson
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.db import connection, transaction

from tercet import decisions, knowledge
from tercet.clinic.errors import Denied, WrongState, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import Adoption, Entry, KeptDecision, Signature

CHANNEL = "tercet"


def log(
    deed: str, *, by: Person | None, patient: Person | None, now: datetime, **detail: Any
) -> Entry:
    """One line in the log, in the deed's own transaction. `detail` holds ids, never answers."""
    return Entry.objects.create(deed=deed, by=by, patient=patient, at=now, detail=detail)


def keep(
    made: decisions.Decision,
    facts: decisions.Facts,
    *,
    patient: Person,
    now: datetime,
    protocol: str = "",
) -> KeptDecision:
    """Keep a decision with all it was shown, so that it can be made again."""
    return KeptDecision.objects.create(
        at=now,
        patient=patient,
        about=made.about,
        protocol=protocol,
        saw=decisions.facts_as_dict(facts),
        made=made.as_dict(),
        verdict=made.verdict.name,
        knowledge=made.knowledge,
    )


def sign(
    meaning: str,
    *,
    reason: str,
    confirm: str,
    patient: Person | None,
    decision: KeptDecision | None = None,
    by: Person,
    now: datetime,
) -> Signature:
    """A signature: a reason in words, and proof just now that it is really them."""
    insist("Say in a few words why, then sign." if not reason.strip() else None, WrongState)
    return Signature.objects.create(
        at=now,
        by=by,
        patient=patient,
        decision=decision,
        meaning=meaning,
        reason=reason.strip(),
        second_factor=prove(by, confirm),
    )


def prove(by: Person, confirm: str) -> str:
    """Which second factor `confirm` is for this person: `totp` or `password`. Else `Denied`.

    Whoever has enrolled an authenticator signs with its code; the password alone then fails.
    """
    totp = _totp(by)
    if totp:
        secret = mfa_adapter().decrypt(totp.data["secret"])
        insist(None if validate_totp_code(secret, confirm.strip()) else _wrong("code"))
        return "totp"
    insist(None if by.check_password(confirm) else _wrong("password"))
    return "password"


def signs_by_code(by: Person) -> bool:
    """Whether this person signs with an authenticator's code and not with the password."""
    return _totp(by) is not None


def _totp(by: Person) -> Authenticator | None:
    return Authenticator.objects.filter(user=by, type=Authenticator.Type.TOTP).first()


def _wrong(what: str) -> str:
    return f"That {what} is not right, so nothing was signed. Type it again to sign."


def why_not_adopt(by: Person) -> str | None:
    if by.role != Person.Role.DIRECTOR:
        return "Only the clinical director can adopt a version of the knowledge."
    if is_adopted():
        return "This version of the knowledge is already adopted."
    return None


def is_adopted() -> bool:
    """Whether the version now loaded has been adopted by the clinical director."""
    return Adoption.objects.filter(knowledge=knowledge.read().version).exists()


@transaction.atomic
def adopt_knowledge(
    *, version: str, reason: str, confirm: str, by: Person, now: datetime
) -> Adoption:
    """Take into use the version that was read on the page, not another."""
    insist(why_not_adopt(by), Denied if by.role != Person.Role.DIRECTOR else WrongState)
    if version != knowledge.read().version:
        raise WrongState("The knowledge changed since you opened this page. Read it again.")
    signed = sign("adopt knowledge", reason=reason, confirm=confirm, patient=None, by=by, now=now)
    log("adopt knowledge", by=by, patient=None, now=now, knowledge=version)
    return Adoption.objects.create(signature=signed, knowledge=version)


def tell(*, patient: Person, dosing: int | None = None) -> None:
    """Say to `live`, when this transaction commits, that something of this patient changed."""
    said = orjson.dumps({"patient": patient.pk, "dosing": dosing}).decode()
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, said])
