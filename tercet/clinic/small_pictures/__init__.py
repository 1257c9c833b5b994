"""The small pictures of what a person keeps track of: panic attacks, worry, steps taken.

As in `clinic.pictures`: plain values that templates draw, no decision, and each carries its rows,
so that the table beside it cannot differ.
"""

from tercet.clinic.small_pictures.goals import GoalPicture, GoalsPicture, goals_picture
from tercet.clinic.small_pictures.kept import Attempt, Goal, Panic, Step, Worry
from tercet.clinic.small_pictures.panic import PanicPicture, panic_picture
from tercet.clinic.small_pictures.worry import WorryPicture, worry_picture

__all__ = [
    "Attempt",
    "Goal",
    "GoalPicture",
    "GoalsPicture",
    "Panic",
    "PanicPicture",
    "Step",
    "Worry",
    "WorryPicture",
    "goals_picture",
    "panic_picture",
    "worry_picture",
]
