"""The ways a knowledge folder can be refused. Each message names file, id and what to do."""


class BadKnowledge(ValueError):
    """A knowledge folder that may not be used at all."""


class Uncited(BadKnowledge):
    """A piece of knowledge with no source, or with one that sources.toml does not hold."""


class Malformed(BadKnowledge):
    """A file, key, word, date or limit that does not make sense where it stands."""


class UnknownKind(BadKnowledge):
    """A rule that names a kind of reasoning the decisions do not have."""
