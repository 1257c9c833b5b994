"""Numbers of a picture as they are said in its table."""

from django import template

from tercet.clinic.rulers import plain

register = template.Library()


@register.filter
def score(number: float) -> str:
    """A score without a fraction where it has none: 16, 8.5."""
    return plain(number)
