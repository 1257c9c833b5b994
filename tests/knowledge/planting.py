"""A change planted in one file of the knowledge, and all of it read again."""

import shutil

from tercet import knowledge


def planter(folder, file):
    """A function that changes the file once, from these words to those, and reads it all."""
    text = (knowledge.HERE / file).read_text()
    copy = folder / "knowledge"
    shutil.copytree(knowledge.HERE, copy, ignore=shutil.ignore_patterns("*.py", "__py*"))

    def plant(old, new):
        assert old in text, f"{old!r} is not in {file}"
        (copy / file).write_text(text.replace(old, new, 1))
        return knowledge.read(copy)

    return plant
