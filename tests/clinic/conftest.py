"""The clinic's tests: a real PostgreSQL, the cast as rows, requests under the web's own role."""

from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from tercet.clinic import clock
from tercet.clinic.models import Clinic, Person
from tercet.clinic.people.actions import join_team
from tests.side_by_side import one_at_a_time

settings.PASSWORD_HASHERS = ["tests.clinic.quick_hasher.QuickHasher"]
PASSWORD = "three lines of verse"
HASHED = make_password(PASSWORD)
Role = Person.Role
CAST = {
    "maria": ("Maria Delgado", Role.PATIENT, "America/Denver"),
    "ana": ("Ana Delgado", Role.SUPPORT, "America/Denver"),
    "noor": ("Noor Haddad", Role.GUIDE, "America/New_York"),
    "okafor": ("Dr Okafor", Role.PRESCRIBER, "America/New_York"),
    "lee": ("Lee Whitman", Role.THERAPIST, "America/Denver"),
    "priya": ("Priya Raman", Role.OUTSIDE, "America/Denver"),
    "dana": ("Dana Brooks", Role.DIRECTOR, "America/New_York"),
    "sam": ("Sam Stranger", Role.NONE, "UTC"),
    "jonas": ("Jonas Beck", Role.PATIENT, "America/New_York"),
}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres):
    """The server must run before the test database is made on it.

    Roles are a server's, not a database's: two processes on one server make them in turn.
    """
    making = ExitStack()
    making.enter_context(one_at_a_time("making"))
    return making


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup):
    """The database is made: the next may make theirs."""
    django_db_modify_db_settings.close()


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests():
    """Tests that commit are cleaned up by truncating, which our own tables refuse to anyone."""
    empty = DatabaseOperations.execute_sql_flush

    def as_a_replica(self, statements):
        around = ["set session_replication_role = replica", "set session_replication_role = origin"]
        return empty(self, [around[0], *statements, around[1]])

    DatabaseOperations.execute_sql_flush = as_a_replica
    yield
    DatabaseOperations.execute_sql_flush = empty


@pytest.fixture
def clinic(db):
    """A clinic that is not a demo."""
    return Clinic.objects.create(name="Three Lines Clinic", protocol="at-home-low-dose")


@pytest.fixture
def cast(clinic, evening):
    """Everyone, with Maria's team around her. Sam and Jonas are strangers to her."""
    people = {
        key: Person.objects.create(
            email=f"{key}@example.org", name=name, role=role, zone=zone, password=HASHED
        )
        for key, (name, role, zone) in CAST.items()
    }
    for key in ("ana", "noor", "lee", "priya"):
        join_team(people["maria"], people[key], now=evening)
    return SimpleNamespace(**people, password=PASSWORD)


class AsTheWeb(Client):
    """A browser whose every request runs under the role that serves pages."""

    def request(self, **request):
        with connection.cursor() as cursor:
            cursor.execute("set role tercet_web")
        try:
            return super().request(**request)
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("reset role")


@pytest.fixture
def visit():
    """`visit(cast.maria)` is a signed-in browser; `visit()` is nobody's."""

    def enter(person=None):
        browser = AsTheWeb()
        if person:
            browser.force_login(
                person, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return browser

    return enter


@pytest.fixture
def at(monkeypatch):
    """Tell every page what time it is."""

    def set_to(now):
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_to
