"""The rules' predicates in other languages: plain Python lambdas, JSON Logic, and ELM (CQL).

Each is spelt from the rule itself: `expression.over(frame)` is asked of a frame that writes
down what is done to it. So all sides answer the same question, and the bench checks that.
"""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from tercet.decisions.rules import reasoning
from tercet.knowledge import Rule

Tree = tuple[Any, ...]
ELM_PAIRS = {
    ">": "Greater",
    ">=": "GreaterOrEqual",
    "<": "Less",
    "<=": "LessOrEqual",
    "-": "Subtract",
}


class Spelt:
    """A column that writes down what is asked of it."""

    def __init__(self, *tree: Any) -> None:
        self.tree = tree

    def cast(self, _: type) -> "Spelt":
        return self

    def fill_nan(self, _: None) -> "Spelt":
        return self

    def is_float(self) -> bool:
        return False

    @property
    def list(self) -> "Spelt":
        return self

    def len(self) -> "Spelt":
        return Spelt("length", self.tree)

    def is_in(self, choices: Sequence[str]) -> "Spelt":
        return Spelt("in", self.tree, tuple(choices))

    def is_not_null(self) -> "Spelt":
        return Spelt("known", self.tree)

    def __sub__(self, other: "Spelt") -> "Spelt":
        return Spelt("-", self.tree, other.tree)

    def __gt__(self, limit: float) -> "Spelt":
        return Spelt(">", self.tree, limit)

    def __ge__(self, limit: float) -> "Spelt":
        return Spelt(">=", self.tree, limit)

    def __lt__(self, limit: float) -> "Spelt":
        return Spelt("<", self.tree, limit)

    def __le__(self, limit: float) -> "Spelt":
        return Spelt("<=", self.tree, limit)

    def __and__(self, other: "Spelt") -> "Spelt":
        return Spelt("and", self.tree, other.tree)

    def __or__(self, other: "Spelt") -> "Spelt":
        return Spelt("or", self.tree, other.tree)

    def __invert__(self) -> "Spelt":
        return Spelt("not", self.tree)


class Frame:
    """A frame with every column."""

    @property
    def columns(self) -> "Frame":
        return self

    @property
    def schema(self) -> "Frame":
        return self

    def __contains__(self, name: str) -> bool:
        return True

    def __getitem__(self, name: str) -> Spelt:
        return Spelt("fact", name)


def spelt(rule: Rule) -> Tree:
    """The predicate of a rule as a tree: ("or", (">", ("fact", "systolic"), 140), …)."""
    return _flat(reasoning(rule).over(Frame()).tree)


def _flat(tree: Any) -> Any:
    """`a or (b or c)` as one `or` of three, as a hand would write it."""
    if not isinstance(tree, tuple) or tree[0] == "in":
        return tree
    head, *rest = (_flat(each) for each in tree)
    if head not in ("and", "or"):
        return (head, *rest)
    parts = [each[1:] if each[0] == head else (each,) for each in rest]
    return (head, *(part for some in parts for part in some))


# --- plain Python -------------------------------------------------------------------------------


def a_lambda(tree: Tree) -> Callable[[dict[str, Any]], bool | None]:
    """A lambda over a dict, in three values, as one would write it by hand."""
    made: Callable[[dict[str, Any]], bool | None] = eval(f"lambda p: {_python(tree, count())}")
    return made


def _python(tree: Tree, number: Any) -> str:
    kind, *rest = tree
    if kind == "fact":
        return f"p.get({rest[0]!r})"
    name = f"v{next(number)}"
    if kind == "known":
        return f"({_python(rest[0], number)} is not None)"
    if kind == "not":
        return f"(None if ({name} := {_python(rest[0], number)}) is None else not {name})"
    if kind == "in":
        within = f"{name} in {rest[1]!r}"
        return f"(None if ({name} := {_python(rest[0], number)}) is None else {within})"
    if kind in ("and", "or"):
        return _python_joined(kind, [_python(each, number) for each in rest], number)
    left, limit = rest
    if left[0] == "length":
        return f"(None if ({name} := {_python(left[1], number)}) is None else len({name}) > 0)"
    if left[0] == "-":
        return _python_difference(left, f"{kind} {limit!r}", number)
    return f"(None if ({name} := {_python(left, number)}) is None else {name} {kind} {limit!r})"


def _python_joined(kind: str, parts: list[str], number: Any) -> str:
    names = [f"v{next(number)}" for _ in parts]
    pairs = list(zip(names, parts, strict=True))
    unknown = " or ".join(f"{name} is None" for name in names)
    if kind == "or":
        yes = "".join(f"True if ({name} := {part}) else " for name, part in pairs)
        return f"({yes}None if {unknown} else False)"
    no = "".join(f"False if ({name} := {part}) is False else " for name, part in pairs)
    return f"({no}None if {unknown} else True)"


def _python_difference(tree: Tree, compared: str, number: Any) -> str:
    left, right = f"v{next(number)}", f"v{next(number)}"
    one, other = _python(tree[1], number), _python(tree[2], number)
    unknown = f"({left} := {one}) is None or ({right} := {other}) is None"
    return f"(None if {unknown} else {left} - {right} {compared})"


# --- JSON Logic ---------------------------------------------------------------------------------


def json_logic(tree: Tree) -> dict[str, Any]:
    """The plain predicate, in two values: JSON Logic has no third."""
    kind, *rest = tree
    if kind == "fact":
        return {"var": rest[0]}
    if kind == "known":
        return {"!==": [json_logic(rest[0]), None]}
    if kind == "not":
        return {"!": [json_logic(rest[0])]}
    if kind == "in":
        return {"in": [json_logic(rest[0]), list(rest[1])]}
    if kind in ("and", "or"):
        return {kind: [json_logic(each) for each in rest]}
    if kind == "-":
        return {"-": [json_logic(each) for each in rest]}
    if rest[0][0] == "length":
        return {"!!": [json_logic(rest[0][1])]}
    return {kind: [json_logic(rest[0]), rest[1]]}


# --- CQL, as ELM --------------------------------------------------------------------------------


def elm_library(trees: dict[str, Tree], read: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """A CQL library with one definition a rule, in the patient's context; `read` reads a fact."""
    patient = {"type": "SingletonFrom", "operand": {"type": "Retrieve", "dataType": "Patient"}}
    rules = [
        {
            "name": name,
            "context": "Patient",
            "accessLevel": "Public",
            "expression": _elm(tree, read),
        }
        for name, tree in trees.items()
    ]
    statements = [{"name": "Patient", "context": "Patient", "expression": patient}, *rules]
    return {
        "library": {
            "identifier": {"id": "Rules", "version": "1"},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "statements": {"def": statements},
        }
    }


def own_property(name: str) -> dict[str, Any]:
    """A fact as a property of the patient itself: the least that CQL can be asked to do."""
    patient = {"type": "ExpressionRef", "name": "Patient"}
    return {"type": "Property", "path": name, "source": patient}


def from_a_record(name: str) -> dict[str, Any]:
    """A fact as a record of the patient, found by its name, as CQL is written over a chart."""
    named = {"type": "Property", "path": "name", "scope": "O"}
    query = {
        "type": "Query",
        "source": [{"alias": "O", "expression": {"type": "Retrieve", "dataType": "Observation"}}],
        "relationship": [],
        "where": {"type": "Equal", "operand": [named, _elm_literal(name)]},
    }
    return {"type": "Property", "path": "value", "source": {"type": "First", "source": query}}


def _elm(tree: Any, read: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    if not isinstance(tree, tuple):
        return _elm_literal(tree)
    kind, *rest = tree
    if kind == "fact":
        return read(rest[0])
    if kind == "in":
        listed = {"type": "List", "element": [_elm_literal(each) for each in rest[1]]}
        return {"type": "In", "operand": [_elm(rest[0], read), listed]}
    if kind in ("and", "or"):
        *first, last = rest
        left = first[0] if len(first) == 1 else (kind, *first)
        return {"type": kind.capitalize(), "operand": [_elm(left, read), _elm(last, read)]}
    if kind in ("known", "not"):
        return _elm_of_one(kind, _elm(rest[0], read))
    if kind != "-" and rest[0][0] == "length":
        return _elm_listed(_elm(rest[0][1], read))
    return {"type": ELM_PAIRS[kind], "operand": [_elm(each, read) for each in rest]}


def _elm_listed(listed: dict[str, Any]) -> dict[str, Any]:
    """CQL takes a list that is not known for an empty one, so that is asked first."""
    unknown = {"type": "IsNull", "operand": listed}
    exists = {"type": "Exists", "operand": listed}
    return {"type": "If", "condition": unknown, "then": {"type": "Null"}, "else": exists}


def _elm_of_one(kind: str, operand: dict[str, Any]) -> dict[str, Any]:
    if kind == "known":
        operand = {"type": "IsNull", "operand": operand}
    return {"type": "Not", "operand": operand}


def _elm_literal(value: Any) -> dict[str, Any]:
    kind = "String" if isinstance(value, str) else "Decimal"
    return {
        "type": "Literal",
        "valueType": f"{{urn:hl7-org:elm-types:r1}}{kind}",
        "value": str(value),
    }
