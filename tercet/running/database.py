"""Which PostgreSQL a command speaks to, and in what state that database is."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tercet.running import leash
from tercet.running.environment import ROLE_OF, Environment, Refused
from tercet.running.postgres import Cluster

OLDEST = 15
CLINIC = Path(__file__).parents[1] / "clinic"
# Packages that bring migrations of their own.
MIGRATING = ("django", "django-allauth", "django-axes", "procrastinate")


class Unreachable(Refused):
    """Nobody answers at DATABASE_URL, or not to us."""


@dataclass(frozen=True, slots=True)
class State:
    """`new`: nothing was ever migrated. `current`: everything this version brings is in it."""

    new: bool
    current: bool


def addresses(environment: Environment, cluster: Cluster | None) -> dict[str, str]:
    """What a child is told of the database: the owner's address and, embedded, each role's own."""
    if cluster is None:
        return {"DATABASE_URL": environment.database_url or ""}
    roles = {f"DATABASE_URL_{p.upper()}": cluster.url(role) for p, role in ROLE_OF.items()}
    return {"DATABASE_URL": cluster.url(), **roles}


@contextmanager
def at_hand(environment: Environment, *, process: str) -> Iterator[None]:
    """Name the database to Django; an embedded one is started for as long, unless it runs.

    Every process that speaks to the database passes here, so here it also takes up its leash.
    """
    leash.hold()
    if environment.database_url:
        os.environ.setdefault("TERCET_PROCESS", process)
        yield
        return
    cluster = Cluster(environment.var)
    ran = cluster.status().running
    cluster.start()
    os.environ.update(addresses(environment, cluster))
    os.environ.setdefault("TERCET_PROCESS", process)
    try:
        yield
    finally:
        if not ran:
            cluster.stop()


def state(url: str) -> State:
    """Asks the database itself. Raises Refused when it cannot be reached or is too old."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as asked:
            if (major := asked.info.server_version // 10_000) < OLDEST:
                raise Refused(
                    f"The database is PostgreSQL {major}; Tercet needs {OLDEST} or newer."
                )
            row = asked.execute(
                "select t is null, obj_description(t) from to_regclass('django_migrations') t"
            ).fetchone()
    except psycopg.Error as problem:
        said = (str(problem).strip().splitlines() or ["no answer"])[-1]
        reason = f"The database that DATABASE_URL names cannot be reached: {said}"
        raise Unreachable(reason) from None
    new, mark = row or (True, None)
    return State(new=new, current=mark == fingerprint())


def set_up_django() -> None:
    """Load the clinic, to speak to the database DATABASE_URL names, as its owner."""
    import django

    os.environ["TERCET_PROCESS"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
    django.setup()


def bring_up_to_date(url: str, *, embedded: bool) -> None:
    """Run every migration in this process, where Django is set up to speak to `url` as owner."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if embedded:
        _let_roles_in(url)
    _mark_current(url)


def _mark_current(url: str) -> None:
    """Leave on the table of migrations which set of them is in; a backup carries it along."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as owner:
        comment = sql.SQL("comment on table django_migrations is {}")
        owner.execute(comment.format(sql.Literal(fingerprint())))


def _let_roles_in(url: str) -> None:
    """Let the two roles sign in at the embedded cluster, whose socket is the only door it has."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as owner:
        for role in ROLE_OF.values():
            owner.execute(sql.SQL("alter role {} login").format(sql.Identifier(role)))


def fingerprint() -> str:
    """Of every migration this version brings: our files by content, other packages by version."""
    seen = hashlib.sha256()
    for path in sorted(CLINIC.glob("migrations/*.py")):
        seen.update(path.name.encode() + path.read_bytes())
    for package in MIGRATING:
        seen.update(f"{package} {_version(package)}".encode())
    return f"tercet {seen.hexdigest()[:16]}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
