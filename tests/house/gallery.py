"""Every component on sample pages, to look at and for the house tests; nothing is served."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template import Context, engines
from django.template.engine import Engine

from tercet.clinic import pictures
from tercet.clinic.rulers import SIDES

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "tercet" / "clinic" / "templates"
NOW = datetime(2026, 11, 22, 19, 4, 22, tzinfo=UTC)
ANSWERS = [("yes", "Yes"), ("no", "No"), ("not-sure", "Not sure")]


TITLES = {
    "board": "Dosing tonight",
    "evaluation": "1 to decide, 2 to find out",
    "course": "Maria’s course",
    "question": "About your body",
    "hold": "Your dose is being held",
    "plain": "Sign in",
}
NAMES = list(TITLES)


class Question(forms.Form):
    pregnant = forms.ChoiceField(
        label="Could you be pregnant?", choices=ANSWERS, widget=forms.RadioSelect,
        help_text="Ketamine is not given in pregnancy.",
    )  # fmt: skip
    weight = forms.DecimalField(label="How much do you weigh?", min_value=30, max_value=250)
    note = forms.CharField(
        label="Anything we should know?", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    helps = forms.MultipleChoiceField(
        label="Who lives with you?", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("adult", "Another adult"), ("child", "A child")],
    )  # fmt: skip
    agree = forms.BooleanField(label="I have read this page", required=False)


Question.base_fields["weight"].unit = "kg"  # type: ignore[attr-defined]


def strand(who: str, ago: str, *, lost: bool = False, begun: bool = True) -> dict[str, Any]:
    return {"who": who, "ago": ago, "lost": lost, "begun": begun}


def board_rows() -> list[dict[str, Any]]:
    well = [strand("you", "2 s"), strand("phone", "6 s"), strand("Eva", "31 s")]
    return [
        dict(name="Maria Delgado", dose="dose 2 of 4 · 100 mg base, spit", verdict="stop",
             word="No sign of life", says="Phone silent for 3 min 10 s. Last: “all right”.",
             acts=True, minutes=34, looks=[15], missed=[30], pressures=[118, 124, None, 138, 140],
             pressure="138/86", sedation="4 drowsy", next="Step 2 of 5", next_when="Phone Ana",
             strands=[strand("you", "2 s"), strand("phone", "3:10", lost=True),
                      strand("Ana", "20 s")]),
        dict(name="Tomás Rivera", dose="dose 1 of 4 · 50 mg base, spit", verdict="caution",
             word="Watch", says="Pressure up 24 from baseline; limit 160/100.", minutes=41,
             looks=[15, 30, 40], missed=[], pressures=[118, 130, 144, 148], pressure="148/92",
             sedation="5 alert", next="Pressure again", next_when="in 2 min", strands=well),
        dict(name="June Park", dose="dose 4 of 4 · 100 mg base, swallow", verdict="clear",
             word="Well", says="“I am all right”, 1 min ago.", minutes=78,
             looks=[15, 30, 45, 60, 75], missed=[], pressures=[110, 126, 130, 122],
             pressure="122/78", sedation="5 alert",
             next="Look", next_when="in 4 min", strands=well),
        dict(name="Hana Sato", dose="dose 1 of 4 · due 19:30", verdict="ask", due=True,
             word="2 facts missing", says="Pressure is 26 min old · Ana not yet taught.",
             minutes=None, looks=[], missed=[], pressures=[], pressure="—", sedation="—",
             next="Gate closes", next_when="in 12 min", strands=[strand("phone", "", begun=False)]),
    ]  # fmt: skip


def findings() -> list[dict[str, Any]]:
    def one(verdict: str, title: str, saw: str, says: str, **more: Any) -> dict[str, Any]:
        return {"rule": title.lower().replace(" ", "-"), "verdict": verdict, "title": title,
                "saw": saw, "says": says, "sources": ["a-source#2.1"], "strength": "B",
                "basis": "label", "verified": "read", "evidence": "EL-026", **more}  # fmt: skip

    return [
        one("crisis", "A plan to end life", "yes · patient, today 16:12",
            "A person speaks with her now; nothing else is decided first."),
        one("stop", "Aneurysm", "yes · patient, today 16:20", "Ketamine raises pressure."),
        one("review", "Blood pressure 144/88", "144/88 mmHg · home cuff, today 16:41",
            "Above the label’s start limit (140/90).", verified="secondary",
            remedy="two resting readings below it, five minutes apart"),
        one("ask", "Pregnancy is not known", "last test 41 days ago; counts for 7",
            "A test before the order.", ask="Please take a test and tell us.", send_url="/send"),
        one("caution", "Sertraline 100 mg", "since March 2024 · reconciled 18 November",
            "May continue.", basis="policy", verified="policy"),
    ]  # fmt: skip


def charts() -> dict[str, Any]:
    start = NOW - timedelta(weeks=10)
    scores = [16, 15, 15, 9, 10, None, 7, 8, 5, None, 5]
    readings = [
        pictures.Reading(start + timedelta(weeks=week), score) for week, score in enumerate(scores)
    ]
    readings[9] = pictures.Reading(readings[9].at, None, low=4, high=10)
    doses = [
        pictures.Mark(start + timedelta(weeks=2 * n), f"dose {n}", "done" if n < 4 else "missed")
        for n in range(1, 5)
    ]
    doses.append(pictures.Mark(start + timedelta(weeks=12), "dose 5", "planned"))
    therapy = [
        pictures.Mark(start + timedelta(days=8 * n + 3), f"therapy session {n + 1}",
                      "done" if n < 8 else "planned") for n in range(12)
    ]  # fmt: skip
    medicines = [
        pictures.Span("sertraline 100 mg"),
        pictures.Span("clonazepam 1 mg", start, start + timedelta(weeks=5)),
    ]
    time = pictures.ruler(start, start + timedelta(weeks=14))
    bands = [pictures.Band(0, "minimal"), pictures.Band(5, "mild"),
             pictures.Band(10, "moderate"), pictures.Band(15, "severe")]  # fmt: skip
    common: dict[str, Any] = dict(most=21, bands=bands, doses=doses, now=NOW)
    lanes = dict(dose=doses, therapy=therapy, medicines=medicines, now=NOW)
    narrow = pictures.ruler(start, start + timedelta(weeks=14), **SIDES[True])
    return {
        "drawing": SimpleNamespace(
            charts=[pictures.score_chart("GAD-7", readings, time=time, **common)],
            lanes=pictures.timeline(time, **lanes),
        ),
        "phone_drawing": SimpleNamespace(
            charts=[pictures.score_chart("GAD-7", readings, for_phone=True, **common)],
            lanes=pictures.timeline(narrow, for_phone=True, **lanes),
        ),
    }


def said_to_all() -> dict[str, Any]:
    staff = SimpleNamespace(name="Noor Haddad", role="guide", is_authenticated=False)
    nav = [
        {"href": "/", "label": "Tonight", "here": True, "count": 2},
        {"href": "/p", "label": "People"},
    ]
    return {
        "clinic": SimpleNamespace(name="Front Range Clinic", is_demo=True), "user": staff,
        "nav": nav, "knowledge_version": "7c41e0a3b2d1", "is_adopted": False, "now": NOW,
        "csrf_token": "x" * 32,
        "earlier": NOW - timedelta(minutes=2), "options": ANSWERS, "rows": board_rows(),
        "findings": findings(), "done": 12, "asked": 31,
        "sections": [{"title": "About you", "href": "/", "done": 6, "asked": 6},
                     {"title": "Your heart", "here": True, "done": 6, "asked": 9}],
        "started_at": NOW - timedelta(seconds=372), "hold_seconds": 600, "left_seconds": 228,
        "left_percent": "38.0", "verb": "spit it out", **charts(),
    }  # fmt: skip


def pages(**more: Any) -> dict[str, str]:
    """Name -> HTML of every sample page. `more` is added to what every page is told."""
    here = engines["django"].engine
    engine = Engine(dirs=[HERE / "gallery", TEMPLATES], libraries=here.libraries,
                    builtins=[*here.builtins, "tercet.clinic.templatetags.look"])  # fmt: skip
    drawn = {}
    for name, title in TITLES.items():
        form = Question({"weight": "1240", "pregnant": ""} if name == "question" else None)
        context = {**said_to_all(), "page_title": title, "form": form, **more}
        drawn[name] = engine.get_template(f"{name}.html").render(Context(context))
    return drawn
