"""How others say it: pure translators between our facts and FHIR or flat JSON; no I/O, no clock."""


class NotUnderstood(ValueError):
    """What was sent cannot be read: sentences that name the place and what was expected there."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
