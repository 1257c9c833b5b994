"""What is typed around a dose -> typed values: facts said, turns taken, a time on a clock."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms

from tercet import knowledge
from tercet.clinic.intake.forms import KINDS, NOT_SURE, Number, Spoken
from tercet.clinic.therapy.forms import WhenForm
from tercet.clinic.treatment.models import Order
from tercet.knowledge import Fact

LONGEST_NOTE = 4000
LONGEST_WAIT = timedelta(days=7)

RESPONDS = [
    ("", "Not looked at"),
    ("5", "5, readily to the name"),
    ("4", "4, slowly to the name"),
    ("3", "3, only when loud or repeated"),
    ("2", "2, only to a nudge"),
    ("1", "1, only to a squeeze"),
    ("0", "0, not at all"),
]


class Note(forms.CharField):
    """A few words, with a limit that is said."""

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 2, "maxlength": None}),
            error_messages={
                "max_length": "That is too long: %(limit_value)d characters fit here. Shorten it.",
                "required": "Say in a few words why.",
            },
        )
        self.widget.attrs.pop("maxlength", None)


class OnceForm(forms.Form):
    """A form that may arrive twice: its key is made when it is drawn."""

    error_css_class = "has-errors"

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    place = "once"

    def __init__(self, *args: Any, place: str = "", **said: Any) -> None:
        super().__init__(*args, auto_id=f"id_{place or self.place}_%s", **said)

    @property
    def key(self) -> UUID:
        return UUID(str(self.cleaned_data["once"]))


class Response(Number):
    """How readily someone responds, chosen by its words."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact)
        self.widget = forms.Select(choices=RESPONDS)
        self.label, self.unit = "How do they respond?", ""


def question_of(fact: Fact) -> Spoken:
    """One fact as the field that fits it."""
    if fact.id == "sedation":
        return Response(fact)
    return KINDS.get(fact.type, Spoken)(fact)


class SaysForm(OnceForm):
    """Some facts, each free to be left blank; blank stays as it was."""

    place = "says"
    short = {
        "systolic": "Upper pressure",
        "diastolic": "Lower pressure",
        "pulse": "Pulse",
        "spo2": "Oxygen",
        "units-on-hand": "Units shown on camera",
    }

    def __init__(self, asked: Iterable[str], *args: Any, helped: bool = False, **said: Any) -> None:
        super().__init__(*args, **said)
        known = knowledge.read().facts
        for name in asked:
            if name in known:
                self.fields[name] = question_of(known[name])
                if not helped:  # who takes readings all evening has read the help once
                    self.fields[name].help_text = ""
                self.fields[name].label = self.short.get(name, self.fields[name].label)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upper, lower = cleaned.get("systolic"), cleaned.get("diastolic")
        if (upper is None) != (lower is None) and not (
            {"systolic", "diastolic"} & set(self.errors)
        ):
            missing = "diastolic" if lower is None else "systolic"
            self.add_error(missing, "A blood pressure has two numbers. Write both.")
        elif upper is not None and lower is not None and upper <= lower:
            self.add_error("diastolic", "The lower number must be below the upper one.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What was said; “not sure” takes back what was known before."""
        kept = {k: v for k, v in self.cleaned_data.items() if k != "once" and v is not None}
        return {k: None if v == NOT_SURE else v for k, v in kept.items()}


class CheckInForm(forms.Form):
    """One answer, and how long it waited on a phone without a line. The key may be missing:
    a cry for help is not refused for want of one."""

    answer = forms.ChoiceField(
        error_messages={
            "required": "Choose one of the answers.",
            "invalid_choice": "Choose one of the answers on the page.",
        }
    )
    once = forms.CharField(required=False)
    waited_seconds = forms.CharField(required=False)

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choices = knowledge.read().facts["answer"].choices
        self.fields["answer"].choices = [(c, c) for c in choices]

    def clean_once(self) -> UUID:
        try:
            return UUID(self.cleaned_data["once"])
        except ValueError:
            return uuid4()

    def clean_waited_seconds(self) -> timedelta:
        """A wait that cannot be read, or is not one, is none."""
        try:
            waited = timedelta(seconds=float(self.cleaned_data["waited_seconds"]))
        except (ValueError, OverflowError):
            return timedelta()
        return waited if timedelta() < waited <= LONGEST_WAIT else timedelta()


class HeldForm(OnceForm):
    """What was really done with the dose when the hold was over."""

    place = "held"
    did = forms.ChoiceField(
        choices=Order.Verb.choices,
        error_messages={"required": "Say what was done.", "invalid_choice": "Spit or swallow."},
    )


class StartForm(OnceForm):
    place = "start"


class PostponeForm(OnceForm):
    place = "postpone"
    why = Note("Why not tonight?")


class MorningForm(OnceForm):
    """The morning after, in plain words."""

    place = "morning"
    morning = forms.ChoiceField(
        label="How are you this morning?",
        choices=[("well", "Well"), ("not-well", "Not well")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    slept = forms.ChoiceField(
        label="Have you slept?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    thoughts = forms.ChoiceField(
        label="Since the dose, has ending your life come to your mind?",
        choices=[("no", "No"), ("yes", "Yes"), ("unsure", "Not sure")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one. If it is hard to say, choose “Not sure”."},
    )
    words = Note(
        "Anything your guide should know?",
        required=False,
        help_text="In your own words. It is kept with tonight's record.",
    )

    @property
    def said(self) -> dict[str, Any]:
        answers = self.cleaned_data
        return {
            "morning": answers["morning"],
            "slept": answers["slept"] == "yes",
            "no-new-suicidal-thoughts": {"no": True, "yes": False}.get(answers["thoughts"]),
            **({"words": answers["words"]} if answers["words"] else {}),
        }


class PlanForm(WhenForm):
    """When the next dose is."""
