"""The words in which a questionnaire is shown: the clinic's own text pack first, then ours."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tercet import knowledge
from tercet.clinic.spanish import ENGLISH
from tercet.knowledge import Instrument
from tercet.knowledge.wording import Pack, pack, worded


def in_words(instrument: Instrument, language: str = "en") -> Instrument | None:
    """The instrument with words that may be shown; None where nobody has supplied any."""
    return worded(instrument, language, _pack(settings.WORDING))


def in_language(instrument: Instrument, language: str) -> tuple[Instrument | None, str]:
    """The instrument in this language, else in English; and the language that its words are in."""
    shown = in_words(instrument, language) if language != ENGLISH else None
    return (shown, language) if shown else (in_words(instrument), ENGLISH)


@cache
def _pack(folder: str) -> Pack:
    """Read once; a pack that does not fit its questionnaires is refused whole."""
    return pack(Path(folder), dict(knowledge.read().instruments)) if folder else {}
