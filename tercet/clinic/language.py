"""In which language questions are asked: what this browser was told, else what the person told."""

from django.http import HttpRequest
from django.utils.html import format_html

from tercet.clinic.errors import Invalid
from tercet.clinic.spanish import ENGLISH, SPANISH, SWITCH, said

REMEMBERED = "language"  # in this browser's session
ASKED_IN = "asked_in"  # in a form: the language it was drawn in, which may wait for a line


def language_of(request: HttpRequest) -> str:
    """What this browser was last told; else what the person last told any browser."""
    told = request.session.get(REMEMBERED) or request.user.language
    return told if told in SWITCH else ENGLISH


def drawn_in(request: HttpRequest) -> str:
    """The language that the form that came in was drawn in; without one, this browser's."""
    told = request.POST.get(ASKED_IN, "")
    return told if told in SWITCH else language_of(request)


def switched(request: HttpRequest) -> str:
    """The language the switch leads to, now remembered in this browser. Raises `Invalid`."""
    told = request.POST.get("language", "")
    if told not in SWITCH:
        raise Invalid("Questions are asked in English or in Spanish. Choose one of the two.")
    request.session[REMEMBERED] = told
    return told


def on_page(language: str, *, worded: bool) -> dict[str, object]:
    """What a page of questions shows of it. `worded`: every question on it is in this language."""
    other = ENGLISH if language == SPANISH else SPANISH
    return {
        "language": language,
        "other": other,
        "other_name": SWITCH[other],
        "in_english_only": language == SPANISH and not worded,
    }


def notice(sentence: str, language: str) -> str:
    """A sentence for the next page, marked as Spanish where it is."""
    words = said(sentence, language)
    return format_html('<span lang="es">{}</span>', words) if language == SPANISH else words
