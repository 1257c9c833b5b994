"""What is typed to a question at its time -> answers by instrument; blanks stay blanks."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms

from tercet import knowledge
from tercet.clinic.asking.facts import FACTS
from tercet.clinic.errors import WrongState
from tercet.clinic.intake.forms import KINDS, Spoken
from tercet.clinic.measures.forms import FEW, field, unheard
from tercet.clinic.people.forms import Words
from tercet.clinic.spanish import ENGLISH, said
from tercet.clinic.wording import in_language, in_words
from tercet.knowledge import Item

LONGEST_WAIT = timedelta(days=30)  # a phone that was off; an older word than that is not believed
SHORTEST, LONGEST_NUMBER = 3, 15  # digits: a short code, and the longest number there is


class Scale(forms.Field):
    """A place on a scale. Nothing is set until a thumb sets it. Cleaned: whole points or None."""

    def __init__(self, low: int, high: int, language: str = ENGLISH, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **more)
        self.low, self.high = low, high
        self.wrong = said("Write a whole number from {} to {}.", language, low, high)

    def clean(self, typed: Any) -> int | None:
        text = (typed or "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or not self.low <= int(text) <= self.high:
            raise forms.ValidationError(self.wrong)
        return int(text)


def field_of(item: Item, language: str = ENGLISH) -> forms.Field:
    """One item as the field that fits its answers: a scale where they are many numbers."""
    if item.answers == "range" and item.high - item.low >= FEW:
        return Scale(item.low, item.high, language, label=item.text)
    return field(item, language)


class AskedForm(forms.Form):
    """One page of a window: its short questions together, or one longer questionnaire.

    Cleaned as `answers`: instrument (or "facts") -> item or fact -> value, None for a blank.
    `languages` says of each in whose words it stands; where there are none, in English.
    """

    def __init__(
        self, names: Iterable[str], facts: Iterable[str], language: str = ENGLISH, **more: Any
    ) -> None:
        super().__init__(**more)
        self.names = tuple(names)
        self.languages = {name: language_for(name, language) for name in self.names}
        self.places: dict[str, tuple[str, str]] = {}
        for name in self.names:
            if name == FACTS:
                for fact in facts:
                    asked = knowledge.read().facts[fact]
                    self._place(name, fact, KINDS.get(asked.type, Spoken)(asked))
                continue
            worded = self.languages[name]
            for item, asked_of_all in asked_items(name, worded):
                self._place(name, item.id, field_of(item, worded))
                if not asked_of_all:  # the page does not ask about it when it stays blank
                    self.fields[f"{name}:{item.id}"].widget.attrs["data-optional"] = ""

    def _place(self, name: str, key: str, field: forms.Field) -> None:
        field.language = self.languages[name]  # said to whoever reads the page aloud
        self.fields[f"{name}:{key}"] = field
        self.places[f"{name}:{key}"] = (name, key)

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        told: dict[str, dict[str, Any]] = {name: {} for name in self.names}
        for place, (name, key) in self.places.items():
            told[name][key] = self.cleaned_data.get(place)
        return told

    @property
    def blanks(self) -> list[forms.BoundField]:
        """The questions that were left out, though they were to be asked."""
        left = {(name, key) for name in self.names for key in self._left_out(name)}
        return [self[field] for field, place in self.places.items() if place in left]

    def _left_out(self, name: str) -> list[str]:
        answers = self.answers[name]
        if name == FACTS:
            return [key for key, value in answers.items() if value is None]
        return [each.item.id for each in unheard(knowledge.read().instruments[name], answers)]


def language_for(name: str, language: str) -> str:
    """The language in which this instrument is shown to somebody who asks for this one."""
    held = knowledge.read().instruments.get(name)
    return in_language(held, language)[1] if held else ENGLISH


def asked_items(name: str, language: str = ENGLISH) -> list[tuple[Item, bool]]:
    """The items of an instrument in words, and whether each is asked of everybody.

    Those that are not scored come last.
    """
    instrument = in_words(knowledge.read().instruments[name], language)
    if instrument is None:
        raise WrongState("Your clinic has not supplied the words of this questionnaire.")
    scored = [(item, item.only_if is None) for item in instrument.items]
    return scored + [(item, False) for item in instrument.unscored]


def next_page(left: Iterable[str]) -> tuple[str, ...]:
    """What stands on one page: single questions together, a longer questionnaire alone."""
    known, page = knowledge.read().instruments, []
    for name in left:
        short = name != FACTS and name in known and len(known[name].items) == 1
        if page and not short:
            break
        page.append(name)
        if not short:
            break
    return tuple(page)


def waited(post: Mapping[str, str]) -> timedelta:
    """How long an answer waited on a phone without a line; what cannot be read is no wait."""
    try:
        told = timedelta(seconds=float(post.get("waited_seconds", "")))
    except (ValueError, OverflowError):
        return timedelta()
    return told if timedelta() < told <= LONGEST_WAIT else timedelta()


class PutOffForm(forms.Form):
    """Not now, or not at all."""

    kind = forms.ChoiceField(choices=[("not-now", "Not now"), ("refused", "I do not want to")])


class DeviceForm(forms.Form):
    """Where a browser's push service takes messages, and the device's own keys."""

    endpoint = forms.URLField(max_length=600, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{60,120}=*$", max_length=120)
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{16,40}=*$", max_length=60)


def telephone(typed: str) -> str:
    """A number that a telephone can dial: digits and spaces, a + in front; short codes too."""
    text = " ".join(typed.split())
    digits = text.removeprefix("+").replace(" ", "")
    fine = digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST_NUMBER
    if text and not fine:
        raise forms.ValidationError(
            "Write the number in digits, with spaces and a + in front where it needs one, "
            "such as 303 555 0100 or 741741."
        )
    return text


class LineForm(forms.Form):
    """A crisis line of the clinic's own place."""

    name = forms.CharField(
        label="What it is called",
        help_text="As people there know it.",
        max_length=80,
        error_messages={
            "required": "Say what the line is called.",
            "max_length": "Say it in 80 characters or fewer.",
        },
    )
    call = forms.CharField(
        label="Number to call",
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": "Write the number that is called."},
    )
    text = forms.CharField(
        label="Number to text",
        help_text="Leave it blank where nobody reads texts.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    says = forms.CharField(
        label="One sentence about it",
        help_text="Whom it is for, and when it answers.",
        max_length=200,
        error_messages={
            "required": "Say in one sentence whom it is for and when it answers.",
            "max_length": "Say it in 200 characters or fewer.",
        },
    )

    def clean_call(self) -> str:
        return telephone(self.cleaned_data["call"])

    def clean_text(self) -> str:
        return telephone(self.cleaned_data["text"])


class DoneForm(forms.Form):
    """What was done about a question that nobody answered."""

    note = Words(
        label="What was done",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words what was done."},
    )
