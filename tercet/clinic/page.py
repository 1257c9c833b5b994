"""What every page knows: the clinic, its banners, where one may go, where `live` is."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tercet import knowledge
from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.people.models import Clinic, Person
from tercet.clinic.record.models import Adoption

Role = Person.Role

# In the order of the bar: the address's name, what it is called, who is shown it.
PLACES = [
    ("board", "Board", {Role.GUIDE, Role.PRESCRIBER, Role.COORDINATOR, Role.DIRECTOR}),
    ("patients", "Patients", Person.STAFF),
    ("alerts", "Alerts", Person.STAFF),
    ("tasks", "Tasks", {Role.GUIDE, Role.PRESCRIBER, Role.COORDINATOR, Role.DIRECTOR}),
    ("knowledge", "Knowledge", Person.STAFF),
]


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Asked of the database at most three times a page."""
    clinic = Clinic.objects.first()
    version = knowledge.read().version
    user = getattr(request, "user", None)
    return {
        "clinic": clinic,
        "knowledge_version": version,
        "is_adopted": Adoption.objects.filter(knowledge=version).exists(),
        "live_url": live_address(request),
        "now": getattr(request, "now", None),
        "zone": getattr(user, "zone", ""),
        **(_of(user, request.path) if user and user.is_authenticated else {}),
    }


def _of(user: Person, path: str) -> dict[str, Any]:
    if user.is_staff_member:
        return {"nav": _places(user, path)}
    return {"need": _person_now(user)} if user.is_patient else {}


def _places(user: Person, path: str) -> list[dict[str, Any]]:
    """Where this role may go, the page that is open, and how many alerts wait."""
    waiting = Alert.objects.visible_to(user).filter(acknowledged_at=None).count()
    places = []
    for name, label, roles in PLACES:
        if user.role not in roles:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        count = waiting if name == "alerts" else 0
        places.append({"href": href, "label": label, "here": path.startswith(href), "count": count})
    return places


def _person_now(user: Person) -> dict[str, Any]:
    """While a dose is live the red button reaches the guide through the record, and counts."""
    started = DosingSession.objects.visible_to(user).filter(
        patient=user, events__kind=DosingEvent.Kind.STARTED
    )
    live = (
        started.exclude(events__kind=DosingEvent.Kind.RELEASED)
        .select_related("guide")
        .order_by("-pk")
        .first()
    )
    if live is None:
        return {"page": reverse("help-now")}
    return {
        "url": reverse("check-in", args=[live.pk]),
        "once": uuid4(),
        "phone": live.guide.phone,
        "name": live.guide.first_name,
    }


def live_address(request: HttpRequest) -> str:
    """Where this browser reaches `live`: behind a proxy as set, else the same host's next port."""
    if settings.LIVE_URL:
        return settings.LIVE_URL
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"
