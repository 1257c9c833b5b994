"""The form by which the clinical director takes a version of the knowledge into use."""

from django import forms

from tercet.clinic.people.forms import Signing


class Adopting(Signing):
    """Signs the version that was read on the page, not whichever is loaded by then."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=64)
