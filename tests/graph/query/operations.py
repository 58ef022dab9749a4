"""Random valid operations over the schema. They follow its types, so a new field takes part without a change here."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_composite_type,
)
from hypothesis import strategies as st

from tests.graph.oracle.orders import cursor_of
from tests.graph.oracle.schema import SCHEMA
from tests.graph.oracle.world import World

Draw = Callable[[st.SearchStrategy[Any]], Any]
Item = TypeVar("Item")
_TARGETS = {
    "DrugFilter": "Drug",
    "ConditionFilter": "Condition",
    "TrialFilter": "Trial",
    "SponsorFilter": "Sponsor",
    "ApprovalFilter": "Approval",
}
_TEXTS = {
    "name": ("value",),
    "nctId": ("nctId",),
    "title": ("briefTitle",),
    "id": ("id", "code"),
    "slug": ("slug",),
    "ids": ("id",),
    "ultimateParent": ("id",),
    "country": ("country",),
    "unii": ("unii",),
    "casNumber": ("casNumber",),
    "productName": ("productName",),
    "identifier": ("number",),
    "dosageForm": ("dosageForm",),
    "route": ("route",),
    "statusRaw": ("statusRaw",),
    "strength": ("strength",),
    "atcCode": ("atcCodes",),
    "source": ("source",),
}
_DATES = ("studyFirstPostDate", "startDate", "completionDate", "dataDate", "date")
_NUMBERS = (0, 1, 2, 3, 20, 136)
_ODD = ("", "no such", "É", "`}) DETACH DELETE n //", "'\"\\ {v} $p0 {value}", "i")


@dataclass
class Operation:
    """A document and its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Operations:
    """Draws one operation. `used` maps the plain names of a scope to their fields, so no two fields clash."""

    draw: Draw
    world: World
    fields_left: int = 40
    names: int = 0
    declared: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    fragments: dict[str, tuple[str, str]] = field(default_factory=dict)

    def operation(self) -> Operation:
        query = SCHEMA.query_type
        assert query is not None
        used: dict[str, str] = {}
        roots = [name for name in query.fields if name != "permalink"]
        keys = [self._field(query, self._one(roots), 5, used, False) for _ in range(self._upto(2) + 1)]
        head = f"query Asked({', '.join(self.declared)})" if self.declared else "query Asked"
        fragments = [f"fragment {name} on {kind} {body}" for name, (kind, body) in self.fragments.items()]
        return Operation("\n".join([f"{head} {{ {' '.join(keys)} }}", *fragments]), self.variables)

    # ---- choices

    def _chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99)) < percent)

    def _upto(self, most: int) -> int:
        return int(self.draw(st.integers(0, most)))

    def _one(self, items: Sequence[Item]) -> Item:
        found: Item = self.draw(st.sampled_from(items))
        return found

    def _some(self, items: Sequence[Item], most: int = 3) -> list[Item]:
        return [self._one(items) for _ in range(self._upto(most))]

    def _fresh(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    # ---- selections

    def _selection(self, kind: Any, depth: int, used: dict[str, str] | None = None, *, plain: bool = True) -> str:
        used = {} if used is None else used
        leaves = [name for name, field in kind.fields.items() if not is_composite_type(get_named_type(field.type))]
        deeper = [name for name in kind.fields if name not in leaves]
        parts = [self._leaf(kind, self._one([*leaves, "__typename"]), used) for _ in range(self._upto(2) + 1)]
        for _ in range(self._upto(2 if depth > 2 else 1) + (depth > 3)):
            if deeper and depth > 0 and self.fields_left > 0:
                parts.append(self._field(kind, self._one(deeper), depth - 1, used, not plain))
        if isinstance(kind, GraphQLInterfaceType):
            for member in self._some(SCHEMA.get_implementations(kind).objects):
                parts.append(
                    f"... on {member.name}{self._directive()} " + self._selection(member, depth - 1, used, plain=plain)
                )
        if depth > 0 and self._chance(12):
            parts.append(self._spread(kind, depth))
        if self._chance(8):
            parts.append(f"...{self._directive()} {{ {self._leaf(kind, self._one([*leaves, '__typename']), used)} }}")
        return "{ " + " ".join(parts) + " }"

    def _leaf(self, kind: Any, name: str, used: dict[str, str]) -> str:
        self.fields_left -= 1
        printed = "String!" if name == "__typename" else str(kind.fields[name].type)
        if used.setdefault(name, printed) != printed or self._chance(10):
            name = f"{self._fresh('a')}: {name}"
        return name + self._directive()

    def _field(self, kind: Any, name: str, depth: int, used: dict[str, str], alias: bool) -> str:
        self.fields_left -= 1
        declared = kind.fields[name]
        key = name if not alias and name not in used and not self._chance(15) else self._fresh("b")
        used[key] = "taken"
        below = get_named_type(declared.type)
        asked = f"{name if key == name else f'{key}: {name}'}{self._arguments(kind, declared)}{self._directive()}"
        text = f"{asked} {self._selection(below, depth)}"
        if depth > 0 and self._chance(10):
            text += f" {asked} {self._selection(below, 0, {}, plain=False)}"
        return text

    def _spread(self, kind: Any, depth: int) -> str:
        known = [name for name, (on, _) in self.fragments.items() if on == kind.name]
        if known and self._chance(50):
            return f"...{self._one(known)}{self._directive()}"
        name = self._fresh("F")
        body = self._selection(kind, min(depth, 2), {}, plain=False)
        self.fragments[name] = (kind.name, body)
        return f"...{name}{self._directive()}"

    def _directive(self) -> str:
        if not self._chance(6):
            return ""
        holds = self._chance(50)
        value = self._variable("Boolean!", holds) if self._chance(50) else str(holds).lower()
        return f" @{'include' if self._chance(50) else 'skip'}(if: {value})"

    # ---- arguments

    def _arguments(self, kind: Any, declared: GraphQLField) -> str:
        given = {}
        for name, argument in declared.args.items():
            if name not in ("first", "last", "after", "before", "orderBy", "by" if "having" in declared.args else ""):
                needed = isinstance(argument.type, GraphQLNonNull)
                if needed or self._chance(45 if name == "filter" else 30):
                    given[name] = self._text(argument.type, self._value(name, argument.type, 2))
        if get_named_type(declared.type).name == "GroupRow":
            given |= self._grouping(declared.args)
        elif "first" in declared.args:
            given |= self._paging(declared.args, self._target(kind, declared))
        return f"({', '.join(f'{name}: {text}' for name, text in given.items())})" if given else ""

    def _target(self, kind: Any, declared: GraphQLField) -> str:
        """The kind of node whose cursors and order a list has."""
        below = get_named_type(declared.type).name.removesuffix("Connection")
        if "filter" in declared.args:
            return _TARGETS[get_named_type(declared.args["filter"].type).name]
        return below

    def _paging(self, args: Mapping[str, GraphQLArgument], target: str) -> dict[str, str]:
        given = {}
        order = None
        if "orderBy" in args and self._chance(50):
            kind = args["orderBy"].type
            order = self._value("orderBy", kind, 1)
            given["orderBy"] = self._text(kind, order, missing=False)
        if self._chance(70):
            name = "last" if "last" in args and self._chance(40) else "first"
            size = self._one([0, 1, 1, 2, 2, 3, 5, 200, None if name == "first" else 1])
            given[name] = self._text(args[name].type, size, missing=False)
        for name in ("after", "before"):
            if name in args and self._chance(25):
                cursor = cursor_of(target, self._one(self.world.all(target)), order)
                given[name] = self._text(args[name].type, cursor, missing=False)
        return given

    def _grouping(self, args: Mapping[str, GraphQLArgument]) -> dict[str, str]:
        kind = get_named_type(args["by"].type)
        assert isinstance(kind, GraphQLEnumType)
        by = [self._one(list(kind.values)) for _ in range(self._upto(2) + 1)]
        given = {"by": self._text(args["by"].type, by, missing=False)}
        if self._chance(30):
            given["first"] = self._text(args["first"].type, self._one([0, 1, 3]), missing=False)
        return given

    def _value(self, name: str, kind: Any, depth: int) -> Any:
        """A value that is allowed for an input called `name`."""
        if isinstance(kind, GraphQLNonNull):
            return self._needed(name, kind.of_type, depth)
        if self._chance(4):
            return None
        if isinstance(kind, GraphQLList):
            return [self._value(name, kind.of_type, depth - 1) for _ in range(self._upto(3))]
        if isinstance(kind, GraphQLEnumType):
            return self._one(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return self._object(name, kind, depth)
        return self._scalar(name, kind.name)

    def _object(self, name: str, kind: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
        if kind.name == "XrefInput":
            xref = self._one(self.world.all("Xref"))
            return {"source": xref["source"].lower(), "id": f" {xref['code']}"}
        if kind.is_one_of:
            key = self._one(list(kind.fields))
            return {key: self._needed(key, kind.fields[key].type)}
        if kind.name == "ApprovalBy":
            approval = self._one(self.world.all("Approval"))
            return {"agency": approval["agencyCode"], "identifier": approval["number"] or "308 494"}
        keys = [key for key, field in kind.fields.items() if isinstance(field.type, GraphQLNonNull)]
        plain = [
            key
            for key, field in kind.fields.items()
            if depth > 0
            or not isinstance(get_named_type(field.type), GraphQLInputObjectType)
            or not get_named_type(field.type).name.endswith("Filter")
            or get_named_type(field.type).name in ("StringFilter", "IntFilter", "DateFilter")
        ]
        keys += self._some(plain, 2) or ([self._one(plain)] if plain and not keys and self._chance(80) else [])
        made = {}
        for key in dict.fromkeys(keys):
            about = name if kind.name in ("StringFilter", "IntFilter", "DateFilter", "CountRange") else key
            inner = f"{about}.{key}" if kind.name == "DateFilter" else about
            # Null is refused within a filter; a key that is not drawn is not given.
            draw = self._needed if kind.name.endswith(("Filter", "Set", "CountRange")) else self._value
            made[key] = draw(inner, kind.fields[key].type, depth - 1)
        return made

    def _needed(self, name: str, kind: Any, depth: int = 1) -> Any:
        while True:
            value = self._value(name, kind, depth)
            if value is not None:
                return value

    def _scalar(self, name: str, kind: str) -> Any:
        match kind:
            case "Boolean":
                return self._chance(50)
            case "Int" if name.endswith(".year"):
                return self._one([2005, 2010, 2011, 2020, 2030])
            case "Int" if name.endswith(".lastDays"):
                return self._one([1, 30, 400, 8000])
            case "Int":
                return self._one(_NUMBERS)
            case "Date":
                return self._day()
            case _ if name == "field":
                return self._one(["genericName", "unii", "nctId", "date", "strength", "startDate", "odd"])
        return self._string(name)

    def _day(self) -> str:
        dates = sorted({node[name] for node in self.world.nodes for name in _DATES if node[name]})
        day = datetime.date.fromisoformat((self._one(dates) + "-01-01")[:10])
        return (day + datetime.timedelta(days=self._one([0, 0, -1, 1, 31]))).isoformat()

    def _string(self, name: str) -> str:
        held = (node[key] for node in self.world.nodes for key in _TEXTS.get(name, ("value",)) if node[key])
        stored = sorted({str(text) for part in held for text in (part if isinstance(part, list) else [part])})
        found = self._one(stored) if not self._chance(10) else self._one(_ODD)
        return self._one([found, found, found.lower(), found.upper(), found[:4], found[2:5]])

    # ---- how a value is written

    def _text(self, kind: Any, value: Any, *, one_of: bool = False, missing: bool = True) -> str:
        if self._chance(25):
            bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
            if one_of:
                return self._variable(f"{bare}!", value)
            if kind is not bare or not missing or not self._chance(15):
                return self._variable(str(kind), value)
            self.declared.append(f"${self._fresh('v')}: {kind}")
            return f"$v{self.names}"
        if isinstance(kind, GraphQLNonNull):
            kind = kind.of_type
        if value is None:
            return "null"
        if isinstance(kind, GraphQLList):
            return f"[{', '.join(self._text(kind.of_type, item, missing=missing) for item in value)}]"
        if isinstance(kind, GraphQLInputObjectType):
            fields = (
                f"{key}: {self._text(kind.fields[key].type, part, one_of=bool(kind.is_one_of), missing=missing)}"
                for key, part in value.items()
            )
            return f"{{{', '.join(fields)}}}"
        if isinstance(kind, GraphQLEnumType):
            return str(value)
        return orjson.dumps(value).decode()

    def _variable(self, kind: str, value: Any) -> str:
        name = self._fresh("v")
        default = f" = {orjson.dumps(value).decode()}" if kind in ("Int", "String") and self._chance(30) else ""
        self.declared.append(f"${name}: {kind}{default}")
        if not default or self._chance(50):
            self.variables[name] = value
        return f"${name}"
