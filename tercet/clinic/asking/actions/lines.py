"""Crisis lines of the clinic's own place: the director adds and ends them, nobody rewrites one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tercet.clinic.asking import facts
from tercet.clinic.asking.models import LocalLine
from tercet.clinic.errors import Invalid, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log


def why_not_keep_lines(by: Person) -> str | None:
    if by.role == Person.Role.DIRECTOR:
        return None
    return "Only the clinical director keeps the clinic’s own crisis lines."


@transaction.atomic
def add_line(
    name: str, *, call: str, text: str, says: str, once: UUID, by: Person, now: datetime
) -> LocalLine:
    """One more line, shown to patients from now on. The same `once` again changes nothing."""
    insist(why_not_keep_lines(by))
    if before := LocalLine.objects.filter(once=once).first():
        return before
    insist(_why_not_this(call), Invalid)
    told = {"name": name, "call": call, "text": text, "says": says}
    line = LocalLine.objects.create(**told, since_at=now, by=by, once=once)
    log("add crisis line", by=by, patient=None, now=now, line=line.pk)
    return line


def _why_not_this(call: str) -> str | None:
    """A number that stands there already is not added again."""
    digits = facts.dialled(call)
    if digits in facts.EVERY_PAGE:
        return f"{call} stands on every page already. Add a line of your own place."
    here = [line for line in facts.own_lines() if facts.dialled(line.call) == digits]
    return f"{call} stands here already, as {here[0].name}. End that line first." if here else None


@transaction.atomic
def end_line(line: LocalLine, *, by: Person, now: datetime) -> LocalLine:
    """No longer shown, from now on; that it was is kept. Ended once, it stays as it was ended."""
    insist(why_not_keep_lines(by))
    held = LocalLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if held.until_at is None:
        held.until_at, held.until_by = now, by
        held.save(update_fields=["until_at", "until_by"])
        log("end crisis line", by=by, patient=None, now=now, line=held.pk)
    return held
