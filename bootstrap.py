"""Makes .venv, with exactly the packages requirements/*.txt lock; does nothing when it is made.

    python3 bootstrap.py run    what Tercet needs to run
    python3 bootstrap.py dev    that, and what it takes to test and check it
    python3 bootstrap.py bench  that, and what the benchmarks stand beside

Needs nothing but Python's own library. Written for old Pythons too, so that one of them can say
in a sentence that it is too old (f-strings are the newest thing in it).
"""
# ruff: noqa: S603, S606 - it runs Python and pip, and says which

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "made-of.json")
LOG = os.path.join(VENV, "install.log")
LEVELS = {  # an environment made for more will do
    "run": ("run", "dev", "bench"),
    "dev": ("dev", "bench"),
    "bench": ("bench",),
}
NO_NETWORK = (
    "Temporary failure in name resolution",
    "NewConnectionError",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Name or service not known",
)


class Stopped(Exception):
    """The environment cannot be made. The message is one sentence for a person."""


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in LEVELS:
        return "usage: python3 bootstrap.py run|dev|bench"
    try:
        need_new_enough_python(arguments)
        make(arguments[0])
    except Stopped as reason:
        return str(reason)
    except OSError as problem:
        if problem.errno in (28, 122):  # ENOSPC, EDQUOT
            return f"The disk that holds {HERE} is full."
        return f"The environment could not be made: {problem}."
    except KeyboardInterrupt:
        return "Stopped before the environment was made; the next run makes it anew."
    return 0


def need_new_enough_python(arguments):
    """Go on as a newer Python where this one is too old and the machine has one."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, os.path.abspath(__file__), *arguments])
    raise Stopped(
        "Tercet needs Python {}.{} or newer and this is {}.{}; install one, or name it:"
        " make run PYTHON=/path/to/python3.".format(*OLDEST, *sys.version_info[:2])
    )


def make(level):
    if is_made(level):
        return
    if not os.path.exists(STAMP):  # never made, or its making was cut short
        make_empty()
    else:
        os.unlink(STAMP)  # until it is whole again
    print("Installing what Tercet needs into .venv; this is done once and takes a minute or so.")
    sys.stdout.flush()
    pip("--require-hashes", "--no-deps", "-r", os.path.join("requirements", level + ".txt"))
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    with open(STAMP, "w") as stamp:
        json.dump(made_of(level), stamp)


def is_made(level):
    """True when a finished environment of this very lock, place and Python stands there."""
    try:
        with open(STAMP) as stamp:
            found = json.load(stamp)
    except (OSError, ValueError):
        return False
    return any(found == made_of(enough) for enough in LEVELS[level]) and os.path.exists(PYTHON)


def made_of(level):
    """What an environment is made of: when any of it changes, it has to be made again."""
    seen = hashlib.sha256()
    with open(os.path.join(HERE, "requirements", level + ".txt"), "rb") as lock:
        seen.update(lock.read())
    with open(os.path.join(HERE, "pyproject.toml")) as project:
        # What installing the project itself depends on: its name, version and commands.
        for table in re.findall(r"(?ms)^\[project.*?(?=^\[|\Z)", project.read()):
            seen.update(table.encode())
    return {"level": level, "of": seen.hexdigest(), "at": VENV, "python": python_inside()}


def python_inside():
    """Which Python .venv was made with; another one of the machine's may have taken its place."""
    try:
        with open(os.path.join(VENV, "pyvenv.cfg")) as kept:
            lines = dict(line.strip().split(" = ", 1) for line in kept if " = " in line)
    except OSError:
        return ""
    inside = os.path.join(VENV, "lib", "python" + ".".join(lines["version"].split(".")[:2]))
    return lines["version"] if os.path.isdir(inside) else ""


def make_empty():
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
        import venv  # noqa: F401
    except ImportError:
        raise Stopped(
            "This Python cannot make an environment; install the package python3-venv"
            " (apt-get install python3-venv) and start again."
        ) from None
    if os.path.islink(VENV):
        os.unlink(VENV)
    elif os.path.exists(VENV):
        print("An unfinished .venv stands here; making it anew.")
        shutil.rmtree(VENV)
    command = [sys.executable, "-m", "venv", VENV]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != 0:
        raise Stopped(
            why(made.stdout.decode(errors="replace"), "The environment could not be made")
        )


def pip(*arguments):
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--retries", "2"]
    command += ["--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.stdout.decode(errors="replace")
    with open(LOG, "a") as log:
        log.write(said)
    if done.returncode != 0:
        raise Stopped(why(said, "The packages could not be installed"))


def why(said, failed):
    """One sentence out of all a tool said before it gave up."""
    if "No space left on device" in said:
        return f"The disk that holds {HERE} is full."
    if any(sign in said for sign in NO_NETWORK):
        return failed + ": the package index cannot be reached; check the network and start again."
    if "DO NOT MATCH THE HASHES" in said:
        return failed + ": a package differs from the one that was locked; nothing of it was used."
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.upper().startswith("ERROR")]
    return failed + ": " + (errors or lines or ["no reason was given"])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
