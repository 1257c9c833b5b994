"""Who writes: only a room's deeds, in plain calls or plain SQL, and nothing hidden."""

import ast
import re
from collections.abc import Iterator

from house_rules.source import HouseRule, Source, functions, imported

ALWAYS = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
WRITING_SQL = re.compile(
    r"^\s*(insert\s+into|update\s+\S+\s+set|delete\s+from|truncate\b|merge\s+into"
    r"|copy\s+\S+.*\bfrom\b)",
    re.IGNORECASE,
)
CLINIC = ("tercet/clinic/*.py",)


def is_orm_write(call: ast.Call) -> bool:
    """Whether a call puts rows into, changes them in, or takes them out of the database."""
    if not isinstance(call.func, ast.Attribute):
        return False
    deed = call.func.attr.removeprefix("a") if call.func.attr != "add" else ""
    if deed in ALWAYS:
        return True
    # `a_dict.update({…})` and `a_hash.update(b"…")` are not writes; a queryset's is by name.
    return deed in {"create", "update"} and not call.args and bool(call.keywords)


def is_writing_sql(node: ast.AST) -> bool:
    """Whether a string is a statement that writes."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(WRITING_SQL.match(node.value))
    )


def writes(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and is_orm_write(node):
            yield source.at(node, f"`{ast.unparse(node.func)}` writes; only actions do")
        elif is_writing_sql(node):
            yield source.at(node, "SQL that writes; only actions do")


def signals(source: Source) -> Iterator[str]:
    for node, name in imported(source):
        if name.startswith("django.dispatch") or ".signals" in name:
            yield source.at(node, f"{name}: a signal hides who does what; call an action")


def own_saves(source: Source) -> Iterator[str]:
    for function in functions(source):
        if function.name in {"save", "delete", "full_clean"}:
            yield source.at(function, f"def {function.name}: a row does nothing by itself")


RULES = (
    HouseRule(
        says="only a room's actions write",
        where=("tercet/*.py",),
        but={
            "tercet/clinic/*/actions.py": "the one place for writes",
            "tercet/clinic/*/actions/*.py": "the same, for a room with many deeds",
            "tercet/clinic/migrations/*": "how tables come to be",
            "tercet/running/demo.py": "founds an empty demo: its name and its people",
            "tercet/clinic/people/signing_in.py": "keeps a chosen password when sign-in asks it to",
        },
        finds=writes,
        bad=(
            Source("tercet/clinic/intake/views.py", "Answer.objects.create(fact='age-years')"),
            Source("tercet/clinic/intake/views.py", "form.save()"),
            Source("tercet/clinic/intake/facts.py", "patient.answers.filter(pk=1).delete()"),
            Source("tercet/clinic/intake/models.py", "Answer.objects.bulk_create(rows)"),
            Source("tercet/clinic/dosing/jobs.py", "dosing.events.update(kind='released')"),
            Source("tercet/clinic/dosing/jobs.py", "Draft.objects.update_or_create(patient=p)"),
            Source("tercet/clinic/dosing/jobs.py", "Draft.objects.get_or_create(patient=p)"),
            Source("tercet/clinic/dosing/jobs.py", "patient.team.create(member=guide)"),
            Source("tercet/clinic/live.py", "KEEP = 'insert into clinic_heartbeat values (1)'"),
            Source("tercet/clinic/live.py", "c.execute('update clinic_alert set step = 2')"),
            Source("tercet/running/demo_stories.py", "Order.objects.create(units=2)"),
            Source("tercet/running/watch.py", "c.execute('delete from clinic_draft')"),
        ),
        good=(
            Source("tercet/clinic/intake/actions.py", "Answer.objects.create(fact='pulse')"),
            Source("tercet/clinic/dosing/actions/saying.py", "dosing.save()"),
            Source("tercet/clinic/page.py", "context.update({'nav': nav})"),
            Source("tercet/running/database.py", "seen.update(path.read_bytes())"),
            Source("tercet/clinic/page.py", "'update your address here'"),
        ),
    ),
    HouseRule(
        says="nothing happens behind anybody's back: no Django signals",
        where=("tercet/*.py",),
        finds=signals,
        bad=(
            Source("tercet/clinic/apps.py", "from django.db.models.signals import post_save"),
            Source("tercet/clinic/apps.py", "from django.dispatch import receiver"),
        ),
        good=(Source("tercet/running/parent.py", "import signal"),),
    ),
    HouseRule(
        says="a row does nothing by itself: no save() with side effects",
        where=CLINIC,
        but={"tercet/clinic/migrations/*": "no rows' classes are written there"},
        finds=own_saves,
        bad=(
            Source(
                "tercet/clinic/alerts/models.py",
                "class Alert:\n    def save(self, *args, **kwargs):\n        self.send()\n",
            ),
        ),
        good=(Source("tercet/clinic/alerts/models.py", "def has_expired(self, now): ..."),),
    ),
)
