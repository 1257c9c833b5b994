"""Questions drawn from the vocabulary, and what was typed into them -> values of facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from tercet import knowledge
from tercet.decisions import vocabulary
from tercet.knowledge import Fact

NOT_SURE = "not-sure"
BORN_ON = "born-on"
LONGEST = 4000  # characters in one box; each line of it is checked by the vocabulary
YES_NO = [("yes", "Yes"), ("no", "No"), (NOT_SURE, "Not sure")]
NUMBER = "Write a number in digits, such as {example}."


class Spoken(forms.Field):
    """One fact as a person writes it. Cleaned: its value, `NOT_SURE`, or None where left blank."""

    def __init__(self, fact: Fact, **said: Any) -> None:
        super().__init__(
            required=False,
            label=fact.question or fact.label.capitalize(),
            help_text=fact.help,
            **said,
        )
        self.fact, self.unit = fact, fact.unit

    def clean(self, typed: Any) -> Any:
        text = typed.strip() if isinstance(typed, str) else typed
        if not text:
            return None
        if len(text) > LONGEST:
            raise forms.ValidationError(
                f"That is {len(text):,} characters; {LONGEST:,} fit here. Please shorten it."
            )
        return self.admitted(self.read(text))

    def admitted(self, value: Any) -> Any:
        """The value, if the vocabulary can believe it; its sentence otherwise."""
        wrong = vocabulary.fault(self.fact, value)
        if wrong:
            raise forms.ValidationError(f"{wrong[0].upper()}{wrong[1:]}.")
        return value

    def read(self, text: str) -> Any:
        return text


class YesNo(Spoken):
    """Yes, no or not sure. Not sure is an answer to us and unknown to every rule."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact, widget=forms.RadioSelect(choices=YES_NO))
        self.choices = YES_NO

    def admitted(self, value: Any) -> Any:
        if value == NOT_SURE:
            return value
        if value not in {"yes", "no"}:
            raise forms.ValidationError("Choose yes, no or not sure.")
        return super().admitted(value == "yes")


class OneOf(Spoken):
    """One of the vocabulary's choices."""

    def __init__(self, fact: Fact) -> None:
        choices = [(choice, choice.replace("-", " ").capitalize()) for choice in fact.choices]
        super().__init__(fact, widget=forms.RadioSelect(choices=choices))
        self.choices = choices


class Number(Spoken):
    """A number in digits. A text box, so that what is no number is shown again as typed."""

    def __init__(self, fact: Fact) -> None:
        mode = "numeric" if fact.type == "whole" else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(fact, widget=widget)

    def read(self, text: str) -> Any:
        sentence = NUMBER.format(example=self.fact.example)
        try:
            number = float(text.replace(",", ".") if text.count(",") == 1 else text)
        except ValueError:
            raise forms.ValidationError(sentence) from None
        whole = self.fact.type == "whole" and number.is_integer()
        return int(number) if whole else number


class Lines(Spoken):
    """Several texts, one a line."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact, widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}))

    def read(self, text: str) -> Any:
        return [line.strip() for line in text.splitlines() if line.strip()]


class BornOn(forms.DateField):
    """A birth date that a living person can have; kept as text, as the record holds it."""

    def __init__(self, today: date) -> None:
        super().__init__(
            required=False,
            label="When were you born?",
            help_text="Your age decides which rules apply to you.",
            widget=forms.DateInput(
                attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"
            ),
            error_messages={"invalid": "Write a date, such as 1991-03-27."},
        )
        self.today = today

    def clean(self, typed: Any) -> Any:
        born = super().clean(typed)
        if born is None:
            return None
        if born > self.today:
            raise forms.ValidationError("This date has not come yet. Write the day you were born.")
        oldest = knowledge.read().facts["age-years"].high or 0
        if self.today.year - born.year > oldest:
            raise forms.ValidationError(
                f"That is more than {oldest:g} years ago. Check the year of your birth."
            )
        return born.isoformat()


KINDS = {"yes-no": YesNo, "choice": OneOf, "whole": Number, "number": Number, "texts": Lines}


class Answers(forms.Form):
    """Some facts as questions. A blank is allowed everywhere: it stays not known."""

    blanks_are_said = True  # the pages say once that a blank is allowed, not at every box

    def __init__(self, asked: Iterable[str], *args: Any, today: date, **said: Any) -> None:
        super().__init__(*args, **said)
        known = knowledge.read()
        for name in asked:
            fact = known.facts.get(name)
            if name == BORN_ON:
                self.fields[name] = BornOn(today)
            elif fact is not None:
                self.fields[name] = KINDS.get(fact.type, Spoken)(fact)

    @property
    def told(self) -> dict[str, Any]:
        """What was really said, by fact: no blanks and nothing unsure."""
        return {f: v for f, v in self.cleaned_data.items() if v is not None and v != NOT_SURE}


def as_typed(value: Any) -> str:
    """A kept value as a person would have typed it, to be shown in its box again."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(value) if isinstance(value, list) else str(value)


def typed_in(post: Mapping[str, str], asked: Iterable[str]) -> dict[str, str]:
    """What stands in the boxes of these facts, exactly as typed; a box left alone is blank.

    A NUL is the one character PostgreSQL cannot hold; it is kept as the mark of an unreadable one.
    """
    return {fact: post.get(fact, "").replace("\x00", "\ufffd") for fact in asked}
