"""A child must not outlive the parent that keeps it: this ends it, and its group, in a second.

`tercet run` puts every child in a process group of its own and names itself in TERCET_PARENT.
If it is killed outright it can stop nobody, so each child looks for itself.
"""

import os
import signal
import threading
import time

PARENT = "TERCET_PARENT"
LOOK_SECONDS = 0.2
_held = threading.Event()


def hold() -> None:
    """Watch for the parent's death from now on, in every fork too; without a parent, do nothing."""
    if PARENT not in os.environ or _held.is_set():
        return
    _held.set()
    os.register_at_fork(after_in_child=_look)
    _look()


def _look() -> None:
    # The group's first process must be the parent's own child; the others (web's workers) must
    # keep whichever parent they were born with.
    first = os.getpgrp() == os.getpid()
    expected = int(os.environ[PARENT]) if first else os.getppid()
    threading.Thread(target=_until_gone, args=(expected,), name="leash", daemon=True).start()


def _until_gone(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)
