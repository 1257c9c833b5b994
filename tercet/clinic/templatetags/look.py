"""The components every room draws with: verdicts, findings, sources, deeds and fields."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from tercet import knowledge
from tercet.clinic import spanish
from tercet.clinic.templatetags import strips, times
from tercet.decisions import Finding, sight
from tercet.decisions.words import Shown
from tercet.knowledge import Knowledge, Note

register = template.Library()
# One library to load: times and small pictures belong to the same look.
for part in (times, strips):
    register.filters.update(part.register.filters)
    register.tags.update(part.register.tags)

# One shape a verdict, on a 16 x 16 ground: circle, triangle, diamond, page, octagon, cross.
SHAPES = {
    "clear": "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1ZM4.1 8.3 5.4 7l1.7 1.7L10.7 5 12 6.3l-4.9 5Z",
    "caution": "M8 1.1 15.5 14.6H.5ZM7 5.6l.35 4.6h1.3L9 5.6ZM7.1 11.2V13h1.8v-1.8Z",
    "ask": "M8 .4 15.6 8 8 15.6.4 8ZM5.6 6.4h1.6c0-.7.35-1.05.9-1.05.5 0 .8.3.8.75 0 1.05-1.65 1.15"
    "-1.65 3.2h1.5c0-1.4 1.75-1.55 1.75-3.25C10.5 4.8 9.5 4 8.15 4 6.6 4 5.6 4.95 5.6 6.4Z"
    "M7.2 10.3v1.6h1.6v-1.6Z",
    "review": "M2.5.9h6.9l4.1 4.1v10.1h-11ZM4.7 7v1.3h6.6V7ZM4.7 9.6v1.3h6.6V9.6Z"
    "M4.7 12.1v1.3H9v-1.3ZM8.7 2.1v3.6h3.6Z",
    "stop": "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1ZM3.8 6.9v2.2h8.4V6.9Z",
    "crisis": "M5.6.9h4.8v4.7h4.7v4.8h-4.7v4.7H5.6v-4.7H.9V5.6h4.7Z",
}
WORDS = {name: name.capitalize() for name in SHAPES}
# How a number or a piece of knowledge reached us.
REACHED = {
    "read": "read at its source",
    "secondary": "taken second-hand",
    "memory": "from memory, not checked at its source",
    "policy": "this programme’s own choice",
    "derived": "worked out, not published",
}


@register.filter
def verdict_name(verdict: Any) -> str:
    """A Verdict, or its name in any case -> `clear|caution|ask|review|stop|crisis`."""
    name = str(getattr(verdict, "name", verdict)).lower()
    # Whatever cannot be read is shown as work to do, never as a pass.
    return name if name in SHAPES else "ask"


@register.simple_tag
def shape(verdict: Any) -> SafeString:
    """The shape alone, hidden from readers: the word must stand beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        SHAPES[verdict_name(verdict)],
    )


@register.simple_tag
def verdict(verdict: Any, word: str = "") -> SafeString:
    """The chip: shape, word, colour. `word` replaces the verdict's own ("No sign of life")."""
    name = verdict_name(verdict)
    return format_html(
        '<span class="verdict {}">{}{}</span>', name, shape(name), word or WORDS[name]
    )


@register.simple_tag
def mark() -> SafeString:
    """The clinic's mark: three lines."""
    return format_html(
        '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}" '
        'fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"/></svg>',
        "M3.5 6.5h17M3.5 12h12M3.5 17.5h15",
    )


@register.filter
def citation(cited: str) -> dict[str, str]:
    """`"source-id#section"` -> title, publisher, section, href; an unknown one keeps its id."""
    source_id, _, section = str(cited).partition("#")
    source = knowledge.read().sources.get(source_id)
    if source is None:
        return {"title": source_id, "section": section, "href": "", "publisher": ""}
    return {
        "title": source.title,
        "section": section,
        "href": source.url,
        "publisher": source.publisher,
    }


@register.inclusion_tag("components/finding.html", takes_context=True)
def finding(context: Context, found: Any, *, send_url: str = "", level: int = 3) -> dict[str, Any]:
    """One finding as a row: a Finding or its kept dict. `send_url`: where to send its question."""
    return {
        "finding": found,
        "send_url": send_url,
        "level": level,
        "rule_url": _rule_url(found),
        "csrf_token": context.get("csrf_token"),
    }


@lru_cache(1)
def _rule_ids(known: Knowledge) -> frozenset[str]:
    return frozenset(rule.id for rule in known.every_rule())


def _rule_url(found: Any) -> str:
    """Where the whole rule stands; nothing on pages outside the clinic."""
    rule = found.get("rule", "") if isinstance(found, dict) else found.rule
    if rule not in _rule_ids(knowledge.read()):
        return ""  # a contradiction, or that nothing could be judged: no rule said it
    try:
        return reverse("rule", args=[rule])
    except NoReverseMatch:
        return ""


@register.inclusion_tag("components/source.html")
def source(cited: str) -> dict[str, Any]:
    """One citation as a link to its source."""
    return {"cited": citation(cited)}


@register.filter
def spaced(name: str) -> str:
    """An id of the knowledge as words: "cns-depressant" -> "cns depressant"."""
    return name.replace("-", " ")


@register.filter
def unbroken(number: str) -> str:
    """A telephone number that stays on one line."""
    return number.replace(" ", "\u00a0")


@register.filter
def reached(verified: str) -> str:
    """How a number reached us, in words: "policy" -> "this programme’s own choice"."""
    return REACHED.get(verified, verified)


@register.inclusion_tag("components/proof.html", takes_context=True)
def proof(context: Context, found: Finding, version: str) -> dict[str, Any]:
    """How a finding was decided: its rule, the knowledge, its sources, every fact it was shown."""
    return {
        "finding": found,
        "version": version,
        "rule_url": _rule_url(found),
        "lines": [_proved(shown) for shown in found.proof],
        "now": context.get("now"),
    }


def _proved(shown: Shown) -> dict[str, Any]:
    """One line of proof in words: what, which value, from whom, when, and why it does not count."""
    fact = knowledge.read().facts.get(shown.fact)
    said = shown.value is not None
    value = sight.with_unit(fact, shown.value) if fact and said else shown.value
    return {
        "label": fact.label if fact else shown.fact,
        "value": value if said else sight.NOT_KNOWN,
        "who": sight.SPOKEN.get(shown.by, shown.by) if said else "",
        "at": shown.at if said else None,
        "note": shown.note,
        "why_not": shown.why_not,
    }


@register.inclusion_tag("components/beside.html")
def beside(notes: Iterable[Note], title: str) -> dict[str, Any]:
    """What else is published and bears on the finding or rule of this title."""
    return {"notes": notes, "title": title}


@register.simple_tag
def not_yet(sentence: str) -> SafeString:
    """Why a deed cannot be done, opened by "Not yet." once, however the sentence itself begins."""
    said = str(sentence)
    if said.lower().startswith("not yet"):
        said = said[len("not yet") :].lstrip(".:, ")
    return format_html("<b>Not yet.</b> {}", said[:1].upper() + said[1:])


@register.inclusion_tag("components/deed.html")
def deed(label: str, why_not: str | None = None, **said: Any) -> dict[str, Any]:
    """A deed's button; with a `why_not`, that sentence beside the button that cannot be pressed.

    `said`: kind="primary" | "danger primary" | "" ; name, value, form, id.
    """
    return {
        "label": label,
        "why_not": why_not,
        "kind": said.pop("kind", "primary"),
        "key": f"why-not-{said.get('id') or slugify(label)}",
        "said": said,
    }


def _kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "several"
    if isinstance(widget, forms.RadioSelect):
        return "one"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "plain"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, unit: str = "", down: bool = False) -> dict[str, Any]:
    """One form field: question, help, errors and answer tied together for every reader.

    Radio choices become whole targets; `unit` (or `field.unit`) stands after a number;
    `down` stacks choices.
    """
    lengths = [len(str(label)) for _, label in _choices_of(bound)]
    return {
        "field": bound,
        "kind": _kind_of(bound),
        # Where every field may be left blank, saying so at each would only be noise.
        # `only`: a field of one answer is asked for where that answer is chosen.
        "says_optional": not bound.field.required
        and not getattr(bound.field, "only", "")
        and any(other.required for other in bound.form.fields.values()),
        "unit": unit or getattr(bound.field, "unit", "") or "",
        "down": down or any(length > 20 for length in lengths),
        "few": len(lengths) <= 3 and all(length <= 9 for length in lengths),
    }


def _choices_of(bound: BoundField) -> Iterable[tuple[Any, Any]]:
    return getattr(bound.field, "choices", None) or ()


@register.inclusion_tag("components/fields.html")
def fields(form: forms.BaseForm, summary: bool = True, kept: bool = True) -> dict[str, Any]:
    """A whole form: the summary of what went wrong, then each field. See `error_summary`."""
    return {"form": form, "summary": summary, "kept": kept}


def _lead(bound: BoundField) -> str:
    """The field's name as the beginning of a sentence about it."""
    label = str(bound.label)
    return label if label.endswith(("?", ".", ":")) else f"{label}:"


@register.simple_tag(takes_context=True)
def say(context: Context, sentence: str) -> str:
    """One of our own sentences in the `language` of the page; see `tercet.clinic.spanish`."""
    return spanish.said(sentence, context.get("language", ""))


@register.simple_tag
def saying(sentence: str, language: str, *parts: Any) -> str:
    """One of our own sentences in a language, with what is filled in."""
    return spanish.said(sentence, language, *parts)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm, kept: bool = True, language: str = "") -> dict[str, Any]:
    """What went wrong, at the top, each with a way to its field. Nothing when nothing did.

    `kept`: say that what was written is still there (not so for a password).
    """
    wrong = [(bound, _lead(bound), list(bound.errors)) for bound in form if bound.errors]
    general = list(form.non_field_errors())
    return {"form": form, "wrong": wrong, "general": general, "kept": kept, "language": language}
