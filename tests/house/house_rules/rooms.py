"""What each file of a room may lean on, and that a room holds no other kinds of file."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from house_rules.source import HouseRule, Source, imported

ROOM_FILES = {
    "__init__", "models", "facts", "actions", "forms", "views", "urls", "jobs",
}  # fmt: skip
ROOMS = (
    "people", "record", "alerts", "measures", "intake", "medicines", "treatment", "therapy",
    "dosing", "asking", "diary", "outcomes",
)  # fmt: skip
MAY_NOT = {
    "models": (
        ".actions",
        ".facts",
        ".views",
        ".forms",
        ".jobs",
        "tercet.decisions",
        "django.http",
    ),
    "facts": (".views", ".forms", ".jobs", "django.http"),
    "actions": (".views", ".forms", "django.http", "django.shortcuts"),
    "forms": (".actions", ".views", ".jobs", "django.db", "django.http"),
    "jobs": (".views", ".forms", "django.http"),
    "urls": (".actions", ".models", ".facts"),
    "views": (
        "django.db.connection",
        "django.db.transaction",
        "tercet.decisions.eligibility",
        "tercet.decisions.gate",
        "tercet.decisions.monitoring",
        "tercet.decisions.order",
        "tercet.decisions.release",
    ),
}


def kind_of_file(source: Source) -> tuple[str, str] | None:
    """The room and what the file in it is: `dosing/actions/saying.py` is `actions` of dosing."""
    parts = PurePosixPath(source.path).parts[2:]
    if len(parts) < 2 or parts[0] not in ROOMS:
        return None
    return parts[0], parts[1].removesuffix(".py")


def leans(source: Source) -> Iterator[str]:
    found = kind_of_file(source)
    if not found:
        return
    for node, name in imported(source):
        for not_this in MAY_NOT.get(found[1], ()):
            if f"{not_this}." in f"{name}.":
                yield source.at(node, f"{found[1]} may not lean on {name}")
                break


def strange_files(source: Source) -> Iterator[str]:
    found = kind_of_file(source)
    if found and found[1] not in ROOM_FILES | {"signing_in"}:
        yield f"{source.path}:1: a room has no {found[1]}; see the table in HOUSE.md"


RULES = (
    HouseRule(
        says="within a room, views lean on actions, actions on facts, facts on rows",
        where=("tercet/clinic/*.py",),
        but={"tercet/clinic/people/views.py": "/ready asks PostgreSQL whether it answers"},
        finds=leans,
        bad=(
            Source(
                "tercet/clinic/alerts/models.py",
                "from tercet.clinic.alerts.actions import raise_alert",
            ),
            Source("tercet/clinic/alerts/models.py", "from tercet.decisions import gate"),
            Source("tercet/clinic/alerts/actions.py", "from django.http import HttpRequest"),
            Source("tercet/clinic/dosing/actions/a.py", "from tercet.clinic.dosing.forms import F"),
            Source("tercet/clinic/alerts/forms.py", "from django.db import transaction"),
            Source("tercet/clinic/alerts/views.py", "from tercet.decisions import eligibility"),
            Source("tercet/clinic/dosing/views/guide.py", "from django.db import connection"),
        ),
        good=(
            Source("tercet/clinic/alerts/views.py", "from tercet.clinic.alerts import actions"),
            Source("tercet/clinic/alerts/actions.py", "from tercet.decisions import eligibility"),
            Source("tercet/clinic/page.py", "from django.http import HttpRequest"),
        ),
    ),
    HouseRule(
        says="a room holds the files that every room holds, and no others",
        where=("tercet/clinic/*.py",),
        finds=strange_files,
        bad=(
            Source("tercet/clinic/alerts/services.py", ""),
            Source("tercet/clinic/dosing/signals.py", ""),
        ),
        good=(
            Source("tercet/clinic/alerts/actions.py", ""),
            Source("tercet/clinic/dosing/actions/saying.py", ""),
            Source("tercet/clinic/guards.py", ""),
        ),
    ),
)
