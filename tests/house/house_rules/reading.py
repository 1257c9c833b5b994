"""Who reads: screens only through `visible_to`; and where a clinical number may stand."""

import ast
import re
from collections.abc import Iterator

from house_rules.source import HouseRule, Source, dotted

UNITS = (
    r"mg|mcg|µg|mmHg|mm Hg|kg|mL|bpm|/min|beats|minutes?|hours?|days?|weeks?|months?|years?|points?"
)
NUMBER_WITH_UNIT = re.compile(rf"(?<![\w#.-])\d+(?:\.\d+)?\s*(?:{UNITS})\b", re.IGNORECASE)
FACTS = (
    r"systolic|diastolic|pulse|spo2|sedation|weight[-_]kg|age[-_]years|unit[-_]mg|total[-_]mg"
    r"|minutes[-_]since[-_]\w+|hours[-_]since[-_][\w-]+|(?:gad|phq)[-_]\d[-_]\w+"
)
COMPARED = re.compile(
    rf"\b(?:{FACTS})\b[\"')\]]*\s*(?:<=?|>=?|==)\s*\d|\b\d+\s*(?:<=?|>=?)\s*(?:{FACTS})\b"
)
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)


def unguarded_reads(source: Source) -> Iterator[str]:
    guarded = {
        id(node.value)
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in source.nodes:
        if not isinstance(node, ast.Attribute) or id(node) in guarded:
            continue
        if node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield source.at(node, f"`{dotted(node)}` without `.visible_to(…)`")


def clinical_numbers(source: Source) -> Iterator[str]:
    text = TEMPLATE_COMMENT.sub(_blank, source.text) if source.suffix == ".html" else source.text
    for number, line in enumerate(text.splitlines(), 1):
        for found in (NUMBER_WITH_UNIT.search(line), COMPARED.search(line)):
            if found:
                said = found.group().strip()
                yield f"{source.path}:{number}: “{said}”: clinical numbers live in knowledge"


def _blank(found: re.Match[str]) -> str:
    """As many lines as before, so that the numbers of the lines stay true."""
    return "\n" * found.group().count("\n")


def numbers_beside_facts(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        numbers = [s for s in sides if isinstance(s, ast.Constant) and _is_number(s.value)]
        if numbers and any(_names_a_fact(side) for side in sides):
            yield source.at(node, f"`{ast.unparse(node)}`: limits come from knowledge")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _names_a_fact(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and dotted(node.func).rpartition(".")[2] == "fact"
        and any(isinstance(a, ast.Constant) for a in node.args)
    )


RULES = (
    HouseRule(
        says="a screen reads only what its reader may see",
        where=(
            "tercet/clinic/*/views.py",
            "tercet/clinic/*/views/*.py",
            "tercet/clinic/*/screens.py",
            "tercet/clinic/home.py",
            "tercet/clinic/*/forms.py",
        ),
        finds=unguarded_reads,
        bad=(
            Source("tercet/clinic/alerts/views.py", "alerts = Alert.objects.filter(step=1)"),
            Source("tercet/clinic/dosing/views/guide.py", "Alert.objects.get(pk=alert)"),
            Source("tercet/clinic/dosing/views/guide.py", "Alert._base_manager.get(pk=alert)"),
            Source("tercet/clinic/people/views.py", "everyone = Person.objects"),
        ),
        good=(
            Source("tercet/clinic/alerts/views.py", "Alert.objects.visible_to(by).get(pk=1)"),
            Source("tercet/clinic/alerts/facts.py", "Alert.objects.filter(step=1)"),
        ),
    ),
    HouseRule(
        says="no clinical number in settings, a template, a migration, a script or a style sheet",
        where=(
            "tercet/clinic/settings.py",
            "tercet/clinic/templates/*",
            "tercet/clinic/migrations/*.py",
            "tercet/clinic/static/*.js",
        ),
        finds=clinical_numbers,
        bad=(
            Source("tercet/clinic/templates/dosing/hold.html", "<p>Hold it for 7 minutes.</p>"),
            Source("tercet/clinic/templates/dosing/hold.html", "<p>Above 140 mmHg we wait</p>"),
            Source("tercet/clinic/templates/a.html", "{% if systolic > 140 %}high{% endif %}"),
            Source("tercet/clinic/templates/a.html", "<p>At most 1.5 mg a dose</p>"),
            Source("tercet/clinic/settings.py", "LOUD = facts['pulse'] >= 120"),
            Source("tercet/clinic/migrations/0009_x.py", "check = 'hours_since_last_dose > 72'"),
            Source("tercet/clinic/static/patient.js", "say('Wait 24 hours')"),
        ),
        good=(
            Source("tercet/clinic/templates/a.html", "{{ total_mg }} mg, {{ hold }} minutes"),
            Source("tercet/clinic/templates/a.html", "{# 10 minutes is the protocol's #}"),
            Source("tercet/clinic/templates/a.html", '<svg viewBox="0 0 16 16">'),
            Source("tercet/clinic/settings.py", "SESSION_COOKIE_AGE = 12 * 60 * 60"),
        ),
    ),
    HouseRule(
        says="code compares a fact with a limit that was read, never with a number in the code",
        where=("tercet/*.py",),
        finds=numbers_beside_facts,
        bad=(
            Source("tercet/decisions/kinds.py", "high = fact('systolic') > 140"),
            Source("tercet/decisions/gate.py", "100 <= logic.fact('pulse')"),
        ),
        good=(
            Source("tercet/decisions/kinds.py", "fact('systolic') > limits['systolic']"),
            Source("tercet/decisions/kinds.py", "fact('pregnant') == True"),
        ),
    ),
)
