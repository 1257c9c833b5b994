"""Passwords hashed once, not a million times: a test signs by the hundred and hides nothing."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The house's own hasher with one round; journeys and `tercet run` keep all of them."""

    iterations = 1
