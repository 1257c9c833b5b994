"""What every page knows: the clinic, its banners, where live updates come from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tercet import knowledge
from tercet.clinic.people.models import Clinic
from tercet.clinic.record.models import Adoption


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Asked of the database at most twice a page."""
    clinic = Clinic.objects.first()
    version = knowledge.read().version
    return {
        "clinic": clinic,
        "knowledge_version": version,
        "is_adopted": Adoption.objects.filter(knowledge=version).exists(),
        "live_url": live_address(request),
        "now": getattr(request, "now", None),
    }


def live_address(request: HttpRequest) -> str:
    """Where this browser reaches `live`: behind a proxy as set, else the same host's next port."""
    if settings.LIVE_URL:
        return settings.LIVE_URL
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"
