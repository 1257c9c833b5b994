"""Finding a dosing session through the walls, and what every page of one shows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tercet.clinic.dosing import facts
from tercet.clinic.dosing.models import DosingEvent, DosingSession, Heartbeat
from tercet.clinic.people.models import Person, TeamMember

HEARD_WITHIN = timedelta(hours=12)  # an older sign of life is of another evening
PHONE = "phone"
AROUND = ("patient", "guide", "order", "course", "course__therapist")


def find(request: HttpRequest, dosing: int) -> DosingSession:
    """The dosing session, if this person may see it; else 404, as if it were not there."""
    mine = DosingSession.objects.visible_to(request.user).select_related(*AROUND)
    return get_object_or_404(mine, pk=dosing)


def heard_from(request: HttpRequest, dosings: Iterable[DosingSession]) -> dict[int, dict]:
    """For each dosing session, strand -> when its page last gave a sign of life. One query."""
    beats = Heartbeat.objects.visible_to(request.user).filter(
        dosing__in=[d.pk for d in dosings], at__gt=request.now - HEARD_WITHIN
    )
    found: dict[int, dict[str, datetime]] = {}
    for dosing, strand, at in beats.values_list("dosing", "strand").annotate(Max("at")):
        found.setdefault(dosing, {})[strand] = at
    return found


def support_of(request: HttpRequest, patients: Iterable[int]) -> dict[int, Person]:
    """Each patient's support person, the one who joined first. One query."""
    team = TeamMember.objects.visible_to(request.user).filter(
        patient__in=list(patients), until_at=None, member__role=Person.Role.SUPPORT
    )
    found: dict[int, Person] = {}
    for row in team.select_related("member").order_by("since_at"):
        found.setdefault(row.patient_id, row.member)
    return found


def strands_of(
    dosing: DosingSession,
    beats: dict[str, datetime],
    support: Person | None,
    *,
    by: Person,
    now: datetime,
) -> tuple[facts.Strand, ...]:
    """The three ways of reaching tonight: the guide's page, the phone, the support person's."""
    guide = "you" if by.pk == dosing.guide_id else dosing.guide.first_name
    names = {"guide": guide, "patient": PHONE}
    if support:
        names["support"] = support.first_name
    return facts.strands(names, beats, protocol=facts.protocol_of(dosing), now=now)


def last_answer(so_far: facts.Story) -> DosingEvent | None:
    """The newest check-in, as it was said."""
    said = [e for e in so_far.events if e.kind == DosingEvent.Kind.CHECK_IN]
    return said[-1] if said else None
