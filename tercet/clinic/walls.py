"""Who is asking, told to PostgreSQL for the length of one request.

Row-level security reads `app.person` and `app.role`. They are set for the connection, not
for one transaction, because hearing and judging are two transactions; they are wiped again
before the connection goes back to the pool.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tercet.clinic import clock
from tercet.clinic.people.models import Person

SAY = "select set_config('app.person', %s, false), set_config('app.role', %s, false)"


@contextmanager
def acting_as(person: Person | AnonymousUser) -> Iterator[None]:
    """PostgreSQL shows and takes only what this person may see, until the block ends."""
    known = person.is_authenticated
    with connection.cursor() as cursor:
        cursor.execute(SAY, [str(person.pk) if known else "", person.role if known else ""])
    try:
        yield
    finally:
        _forget()


def _forget() -> None:
    if connection.connection is None or connection.needs_rollback:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(SAY, ["", ""])
    except Exception:  # a broken connection is thrown away, and its identity with it
        connection.close()


class Walls:
    """Gives each request its time, its zone and its identity in the database."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()
        zone = request.user.tz if request.user.is_authenticated else None
        with acting_as(request.user), timezone.override(zone):
            return self.answer(request)
