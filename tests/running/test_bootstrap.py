"""The environment is made whole, made again when it is not, or one sentence says why not."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bootstrap(tmp_path):
    """The script in a folder of its own, with two small locks; pip is noted, not run."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("django==5.2.19\n")
    (tmp_path / "requirements" / "dev.txt").write_text("django==5.2.19\nruff==0.17.6\n")
    (tmp_path / "requirements" / "bench.txt").write_text("django==5.2.19\nduckdb==2.0.0\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "tercet"\n[tool.ruff]\nline = 1\n')
    copy = tmp_path / "bootstrap.py"
    copy.write_text((ROOT / "bootstrap.py").read_text())
    spec = importlib.util.spec_from_file_location("bootstrap", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.asked_of_pip = []
    module.pip = lambda *arguments: module.asked_of_pip.append(arguments)
    module.make_empty = lambda: _empty(module)
    module.emptied = 0
    return module


def _empty(module) -> None:
    module.emptied += 1
    inside = Path(module.VENV)
    (inside / "bin").mkdir(parents=True, exist_ok=True)
    (inside / "bin" / "python").touch()
    (inside / "lib" / "python3.11").mkdir(parents=True, exist_ok=True)
    (inside / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.7\n")


def test_it_is_made_once(bootstrap, capsys):
    assert bootstrap.main(["run"]) == 0
    assert bootstrap.emptied == 1
    assert [a[0] for a in bootstrap.asked_of_pip] == ["--require-hashes", "--no-deps"]
    capsys.readouterr()
    assert bootstrap.main(["run"]) == 0
    assert (bootstrap.emptied, len(bootstrap.asked_of_pip)) == (1, 2)
    assert capsys.readouterr().out == "", "a ready environment says nothing"


def test_one_made_to_test_will_do_to_run_but_not_the_other_way_about(bootstrap):
    bootstrap.main(["dev"])
    bootstrap.main(["run"])
    assert len(bootstrap.asked_of_pip) == 2
    Path(bootstrap.STAMP).unlink()
    bootstrap.main(["run"])
    bootstrap.main(["dev"])
    assert len(bootstrap.asked_of_pip) == 6


def test_one_whose_making_was_cut_short_is_made_anew(bootstrap):
    def cut_short(*arguments):
        raise KeyboardInterrupt

    pip, bootstrap.pip = bootstrap.pip, cut_short
    assert "makes it anew" in bootstrap.main(["run"])
    bootstrap.pip = pip
    assert bootstrap.main(["run"]) == 0
    assert bootstrap.emptied == 2


def test_a_changed_lock_is_installed_into_it(bootstrap):
    bootstrap.main(["run"])
    Path(bootstrap.HERE, "requirements", "run.txt").write_text("django==5.2.20\n")
    bootstrap.main(["run"])
    assert (bootstrap.emptied, len(bootstrap.asked_of_pip)) == (1, 4)


def test_a_changed_lock_that_could_not_be_installed_is_not_taken_for_done(bootstrap):
    bootstrap.main(["run"])
    Path(bootstrap.HERE, "requirements", "run.txt").write_text("django==5.2.20\n")
    pip, bootstrap.pip = bootstrap.pip, lambda *a: (_ for _ in ()).throw(bootstrap.Stopped("no"))
    assert bootstrap.main(["run"]) == "no"
    bootstrap.pip = pip
    bootstrap.main(["run"])
    assert bootstrap.emptied == 2


def test_a_changed_setting_of_a_tool_changes_nothing_but_a_changed_command_does(bootstrap):
    bootstrap.main(["run"])
    project = Path(bootstrap.HERE, "pyproject.toml")
    project.write_text(project.read_text().replace("line = 1", "line = 2"))
    bootstrap.main(["run"])
    assert len(bootstrap.asked_of_pip) == 2
    project.write_text('[project]\nname = "tercet"\n[project.scripts]\ntercet = "a:b"\n')
    bootstrap.main(["run"])
    assert len(bootstrap.asked_of_pip) == 4


@pytest.mark.parametrize("harm", ["moved", "python replaced", "no python", "torn stamp"])
def test_one_that_cannot_work_is_not_taken_for_ready(bootstrap, harm):
    bootstrap.main(["run"])
    inside = Path(bootstrap.VENV)
    if harm == "moved":
        kept = json.loads(Path(bootstrap.STAMP).read_text())
        Path(bootstrap.STAMP).write_text(json.dumps(kept | {"at": "/somewhere/else/.venv"}))
    elif harm == "python replaced":
        (inside / "lib" / "python3.11").rename(inside / "lib" / "python3.10")
    elif harm == "no python":
        (inside / "bin" / "python").unlink()
    else:
        Path(bootstrap.STAMP).write_text('{"level": "r')
    assert not bootstrap.is_made("run")


def test_a_python_without_venv_is_told_which_package_it_lacks(tmp_path):
    blocked = "import sys; sys.modules['ensurepip'] = None; import bootstrap; "
    said = _run(blocked + "print(bootstrap.main(['run']))", at=tmp_path)
    assert "apt-get install python3-venv" in said
    assert said.count("\n") == 1


def test_an_old_python_is_told_that_it_is_old(tmp_path):
    old = "import sys; sys.version_info = (3, 9, 2, 'final', 0); import bootstrap; "
    said = _run(old + "print(bootstrap.main(['run']))", at=tmp_path, PATH="")
    assert said == (
        "Tercet needs Python 3.11 or newer and this is 3.9; install one, or name it:"
        " make run PYTHON=/path/to/python3.\n"
    )


def test_an_old_python_gives_way_to_a_newer_one(tmp_path):
    newer = tmp_path / "bin" / "python3.12"
    newer.parent.mkdir()
    newer.write_text('#!/bin/sh\necho "newer: $2"\n')
    newer.chmod(0o755)
    old = "import sys; sys.version_info = (3, 9, 2, 'final', 0); import bootstrap; "
    said = _run(old + "bootstrap.main(['run'])", at=tmp_path, PATH=f"{newer.parent}:/bin:/usr/bin")
    assert said == "newer: run\n"


def test_an_old_python_can_read_it():
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "is full"),
        ("NewConnectionError(...): Temporary failure in name resolution", "check the network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "differs from the one"),
        ("noise\nERROR: No matching distribution found for x\n", "ERROR: No matching distribution"),
        ("", "no reason was given"),
    ],
)
def test_what_pip_says_at_length_is_told_in_a_sentence(bootstrap, said, sentence):
    why = bootstrap.why(said, "The packages could not be installed")
    assert sentence in why
    assert "\n" not in why


def test_a_full_disk_while_making_is_one_sentence(bootstrap):
    def full():
        raise OSError(28, "No space left on device")

    bootstrap.make_empty = full
    assert bootstrap.main(["run"]) == f"The disk that holds {bootstrap.HERE} is full."


def test_without_a_network_it_stops_with_a_sentence_and_the_next_run_starts_anew(tmp_path):
    """The real venv and the real pip, with an index that nobody serves."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text(
        "nothing-at-all==1 --hash=sha256:" + "0" * 64
    )
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "tercet"\n')
    (tmp_path / "bootstrap.py").write_text((ROOT / "bootstrap.py").read_text())
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        [sys.executable, "bootstrap.py", "run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **nowhere},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "The packages could not be installed: the package index cannot be reached;"
        " check the network and start again.\n"
    )
    assert not (tmp_path / ".venv" / "made-of.json").exists()


def _run(code: str, *, at: Path, **env: str) -> str:
    (at / "bootstrap.py").write_text((ROOT / "bootstrap.py").read_text())
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=at,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout
