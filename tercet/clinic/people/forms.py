"""What every deed's form carries: its key, and where a person signs, the reason and the proof."""

from typing import Any
from uuid import uuid4

from django import forms

LOST = "This form has lost its key. Open the page again and send it once more."
LONGEST = 4000  # characters of a note or a reason


class Once(forms.Form):
    """The key of a form drawn once: sent twice, it counts once."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": LOST, "invalid": LOST},
    )


class Words(forms.CharField):
    """A note in a person's own words, of a length that someone will read."""

    def __init__(self, **said: Any) -> None:
        said.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**said)

    def clean(self, typed: Any) -> str:
        text = (typed or "").strip()
        if len(text) > LONGEST:
            raise forms.ValidationError(
                f"That is {len(text):,} characters; {LONGEST:,} fit here. Please shorten it."
            )
        return super().clean(text)


class Signing(forms.Form):
    """A reason in words, and proof just now of who signs. The proof is never shown again."""

    reason = Words(
        label="Why",
        error_messages={"required": "Say in a few words why, then sign."},
    )
    confirm = forms.CharField(
        label="Your password",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Prove that it is you, then sign."},
    )

    def __init__(self, *args: Any, by_code: bool = False, **said: Any) -> None:
        super().__init__(*args, **said)
        self.order_fields(
            [n for n in self.fields if n not in Signing.base_fields] + ["reason", "confirm"]
        )
        if by_code:
            self.fields["confirm"].label = "The code your authenticator shows now"
            self.fields["confirm"].widget = forms.TextInput(
                attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
            )
