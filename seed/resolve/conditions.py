"""Identities of conditions in one load, by id and name."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from graph.hash_set import HashSet
from seed import tables
from seed.match.disease import form, is_disease, neoplasm_form, unabbreviated, wider
from seed.merge.buffer import Buffer
from seed.merge.draft import link
from seed.naming import fold, slug
from seed.records import ConditionRecord, ConditionRef, Xref
from seed.resolve.shared_facts import IDENTIFYING, codes, put_evidence, put_name, put_xref

_RECENT = 20_000
_HEADING = "MESH_TREE"
"""Scheme of the places that MeSH's headings have in its tree, also in the form without ids."""
_REVIEWED = {(row["relation"], fold(row["name"])): row["condition"] for row in tables.rows("condition_names")}
"""Terms by the everyday words and abbreviations that are the "same", or name something "narrower"."""


@dataclass
class Conditions:
    """Conditions by their ids in vocabularies and by folded name.

    A text means the term whose name it equals, or that a reviewer wrote beside it. It also means a term from which it
    differs only in the order of words, a plural, an abbreviation in brackets or the word for a tumor, if there is just
    one such term. A text that adds a stage, a course or another word is a condition of its own below the term.

    A MeSH heading of the tree in text form has no id. A term that has one, of a trial or of the Disease Ontology, is
    that heading if a name agrees, and the heading has the id from then on: both are one condition.

    `broader` holds links to diseases that may not be known yet: key, broader disease, source.
    """

    by_code: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    broader: list[tuple[str, ConditionRef, str]] = field(default_factory=list)
    _main_names: dict[str, str] = field(default_factory=dict)
    _coded: set[tuple[str, str]] = field(default_factory=set)
    _addresses: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _vocabulary: set[str] = field(default_factory=set)
    _seen: HashSet = field(default_factory=HashSet)
    _forms: dict[str, set[str]] = field(default_factory=dict)
    _neoplasms: dict[str, set[str]] = field(default_factory=dict)
    _headings: dict[str, str] = field(default_factory=dict)
    _joined: dict[str, str] = field(default_factory=dict)
    _rules: dict[str, str] = field(default_factory=dict)
    _resolved: dict[tuple[ConditionRef, str], str] = field(default_factory=dict)
    """Recently resolved references; cleared when a name begins to mean another condition."""

    def know(self, ref: ConditionRef) -> None:
        """Learn a term that has an id, before the texts that may equal its name."""
        if codes(ref.xrefs):
            self._identify(ref.name, ref.xrefs)

    def learn(self, record: ConditionRecord) -> str:
        """Learn a vocabulary's disease by all its names; return its key. A main name outranks synonyms of others."""
        names = (record.name, *(name.value for name in record.names))
        key = self._identify(record.name, record.xrefs, names)
        self._resolved.clear()
        main = self._main_names.get(self.by_name[fold(record.name)])
        if main is None or fold(main) != fold(record.name):
            self.by_name[fold(record.name)] = key
        for text in names:
            self._learn_form(text, key)
        if any(xref.source == _HEADING for xref in record.xrefs):
            self._coded.add((key, _HEADING))
            self._headings[key] = fold(record.name)
            self._neoplasms.setdefault(neoplasm_form(record.name) or "", set()).add(key)
        for name in record.names:
            known = self.by_name.setdefault(fold(name.value), key)
            if self._is_text(known):
                self.by_name[fold(name.value)] = key
        self._vocabulary.add(key)
        self._main_names.setdefault(key, record.name)
        return key

    def find(self, ref: ConditionRef) -> str | None:
        """Return the key of a known condition, by its id, else by its name."""
        known = next((self.by_code[code] for code in codes(ref.xrefs) if code in self.by_code), None)
        return known or self.by_name.get(fold(ref.name))

    def find_text(self, text: str) -> str | None:
        """Return the key of a known condition, by an id in a vocabulary ("MESH:D046150") or a name."""
        return self.by_code.get(text) or self.by_name.get(fold(text))

    def everyday_names(self) -> Iterator[tuple[str, str]]:
        """Yield the key of each term and a name that the reviewed table has for it beside its main name."""
        for row in tables.rows("condition_names"):
            key = self._reviewed(row["name"])
            if key and fold(self._main_names.get(key, "")) != fold(row["name"]):
                yield key, row["name"]

    def resolve(self, ref: ConditionRef, source: str, buffer: Buffer) -> str:
        """Return the key of the condition; the first time, put it, its names and its ancestors into the buffer."""
        key = self._resolved.get((ref, source))
        if key is None:
            key = self._resolve(ref, source, buffer)
            if len(self._resolved) >= _RECENT:
                self._resolved.clear()
            self._resolved[ref, source] = key
        return key

    def _resolve(self, ref: ConditionRef, source: str, buffer: Buffer) -> str:
        key = self._identify(ref.name, ref.xrefs)
        if key not in self._main_names:
            self._main_names[key] = ref.name
            buffer.node("Condition", self._node(key, ref.name))
        if self._first(key, ref.name, source):
            kind = "GENERIC" if ref.name == self._main_names[key] else "SYNONYM"
            put_name(buffer, "Condition", key, ref.name, kind, source, None)
            put_evidence(buffer, "Condition", key, ref.name, source, self._rules.get(fold(ref.name), ""))
            self._put_wider(key, ref.name, source, buffer)
        for xref in ref.xrefs:
            if self._first(key, xref.source, xref.code, source):
                put_xref(buffer, "Condition", key, xref.source, xref.code, source)
        for ancestor in ref.ancestors:
            broader = self.resolve(ancestor, source, buffer)
            if broader != key and self._first(key, "BROADER", broader, source):
                buffer.link("Condition", link("BROADER", key, broader, {"sourceIds": [source]}))
        return key

    def _node(self, key: str, name: str) -> dict[str, Any]:
        values = {"id": key, "slug": self.address(key, name), "name": name, "drugCount": 0, "trialCount": 0}
        return values if key in self._vocabulary or is_disease(name) else {**values, "isDisease": False}

    def remember(
        self,
        key: str,
        address: str,
        main_name: str,
        names: Sequence[str] = (),
        ids: Sequence[str] = (),
        *,
        listed: bool = False,
    ) -> None:
        """Learn a condition that the graph holds, unless it is known; `listed`: a vocabulary has it."""
        if key in self._main_names:
            return
        if listed:
            self._vocabulary.add(key)
        self._addresses[key] = address
        self._taken.add(address)
        self._main_names[key] = main_name
        holder = self.by_name.get(fold(main_name))
        if ids and holder is not None and fold(self._main_names.get(holder, main_name)) != fold(main_name):
            self.by_name[fold(main_name)] = key
        for name in (main_name, *names):
            self.by_name.setdefault(fold(name), key)
        for code in ids:
            self.by_code[code] = key
            self._coded.add((key, code.partition(":")[0]))
        for name in (main_name, *names) if ids else ():
            self._learn_form(name, key)

    def address(self, key: str, name: str) -> str:
        """Return the readable address of a condition, which never changes. The key is added if the name is taken."""
        if key not in self._addresses:
            plain = slug(name)
            address = f"{plain}-{slug(key.removeprefix('condition:'))}" if plain in self._taken else plain
            self._addresses[key] = address
            self._taken.add(address)
        return self._addresses[key]

    def _identify(self, name: str, xrefs: tuple[Xref, ...], names: Sequence[str] = ()) -> str:
        """Return the key by a known id, else by name, unless another term of the same vocabulary has the name."""
        ids = codes(xrefs)
        key = next((self.by_code[code] for code in ids if code in self.by_code), None)
        if key is None:
            schemes = {xref.source for xref in xrefs}
            key = self._reviewed(name) if not schemes else None
            if key is not None:
                self._rules[fold(name)] = "REVIEWED_NAME"
            key = key or self.by_name.get(fold(name))
            if key is None or (not ids and self._is_text(key)):
                key = (self._heading(names or (name,), schemes) if ids else self._by_rule(name, schemes)) or key
            is_other = _HEADING in schemes and self._headings.get(key or "", fold(name)) != fold(name)
            if key is None or is_other or any((key, code.partition(":")[0]) in self._coded for code in ids):
                key = f"condition:{_short(ids[0])}" if ids else condition_key(name)
            elif ids and self._is_text(key):
                key = f"condition:{_short(ids[0])}"
            self._mean(name, key)
        elif "MESH" in {xref.source for xref in xrefs}:
            self._join_heading(name, key)
        for code in ids:
            if self.by_code.setdefault(code, key) == key:
                self._coded.add((key, code.partition(":")[0]))
                self._learn_form(name, key)
        self.by_name.setdefault(fold(name), key)
        return key

    def _reviewed(self, name: str, relation: str = "same") -> str | None:
        """Return the key of the term that a reviewer wrote beside the name, if a vocabulary has it."""
        term = _REVIEWED.get((relation, fold(name)))
        key = self.by_name.get(fold(term)) if term else None
        return None if key is None or self._is_text(key) else key

    def _join_heading(self, name: str, key: str) -> None:
        """Join the heading of this name, if it had no id, to the term that has the id that is printed beside it."""
        heading = self.by_name.get(fold(name))
        if heading is None or heading == key or self._has_any(key, {_HEADING}):
            return
        if self._has_any(heading, {_HEADING}) and not self._has_any(heading, set(IDENTIFYING)):
            self._joined[heading] = self.by_name[fold(name)] = key
            self._coded.add((key, _HEADING))
            self._resolved.clear()

    def _mean(self, name: str, key: str) -> None:
        """Let a name that only texts had mean this condition."""
        known = self.by_name.get(fold(name))
        if known != key and self._is_text(known):
            self.by_name[fold(name)] = key
            self._resolved.clear()

    def _learn_form(self, name: str, key: str) -> None:
        self._forms.setdefault(form(name), set()).add(key)

    def _heading(self, names: Sequence[str], schemes: set[str]) -> str | None:
        """Return the one MeSH heading without an id that a term with an id means.

        It may be so by its main name, also as a tumor; by another name only if it has a MeSH id.
        """
        forms = [self._forms.get(form(names[0]), set()), self._neoplasms.get(neoplasm_form(names[0]) or " ", set())]
        if "MESH" in schemes:
            forms += (self._forms.get(form(name), set()) for name in names[1:])
        for keys in forms:
            free = {key for key in keys if (key, _HEADING) in self._coded and not self._has_any(key, schemes)}
            if len(free) == 1:
                return next(iter(free))
        return None

    def _by_rule(self, name: str, schemes: AbstractSet[str] = frozenset()) -> str | None:
        """Return the key of the one term that a text means, by a reviewed name or but for its spelling."""
        for key, rule in self._meanings(name):
            if key and not self._has_any(key, schemes & {_HEADING}):
                self._rules[fold(name)] = rule
                return key
        return None

    def _meanings(self, name: str) -> Iterator[tuple[str | None, str]]:
        yield self._reviewed(name), "REVIEWED_NAME"
        yield self._of_form(form(name)), "WORD_FORM_RULE"
        outer = unabbreviated(name)
        if outer:
            yield self._term(outer), "ABBREVIATION_RULE"
        yield self._of_form(neoplasm_form(name), self._neoplasms), "NEOPLASM_RULE"

    def _term(self, name: str) -> str | None:
        """Return the key of the term of this name, in any form."""
        key = self._reviewed(name) or self.by_name.get(fold(name))
        if key is not None and not self._is_text(key):
            return key
        return next((key for key, _ in self._meanings(name) if key), None)

    def _of_form(self, form_: str | None, forms: dict[str, set[str]] | None = None) -> str | None:
        """Return the one term with a name of this form; of one in each vocabulary, that of the preferred one."""
        keys = (self._forms if forms is None else forms).get(form_ or " ", set())
        for scheme in (*IDENTIFYING, _HEADING) if len(keys) > 1 else ():
            keys = {key for key in keys if (key, scheme) in self._coded} or keys
        return next(iter(keys)) if len(keys) == 1 else None

    def _put_wider(self, key: str, name: str, source: str, buffer: Buffer) -> None:
        """Link a text that adds a stage, a course or another word to the narrowest term without it."""
        if key in self._vocabulary or self._is_coded(key):
            return
        for above, rule in self._wider_terms(name):
            if above != key:
                if self._first(key, "BROADER", above, source):
                    values = {"sourceIds": [source], "rule": rule}
                    buffer.link("Condition", link("BROADER", key, above, values))
                return

    def _wider_terms(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the terms above a text, the nearest first, each with the rule that found it."""
        if reviewed := self._reviewed(name, "narrower"):
            yield reviewed, "REVIEWED_NAME"
        for reading in wider(name) if is_disease(name) else ():
            if above := self._term(reading.text) or self._reviewed(reading.text, "narrower"):
                yield above, reading.rule

    def _has_any(self, key: str, schemes: AbstractSet[str]) -> bool:
        return any((key, scheme) in self._coded for scheme in schemes)

    def _is_coded(self, key: str) -> bool:
        return any((key, scheme) in self._coded for scheme in IDENTIFYING)

    def moved(self) -> Iterator[tuple[str, str]]:
        """Yield old and new key of each text whose name means another condition now, and of each joined heading."""
        yield from self._joined.items()
        for key, name in self._main_names.items():
            new_key = self.by_name.get(fold(name), key)
            if key not in self._joined and new_key != key and new_key in self._main_names and self._is_text(key):
                yield key, new_key

    def inherit(self, key: str, before: str) -> str | None:
        """Return the plain address of its name, if the condition takes that over from its predecessor."""
        plain = slug(self._main_names[key])
        if self._addresses.get(before) != plain or self._addresses.get(key) == plain:
            return None
        self._addresses[key] = plain
        return plain

    def _is_text(self, key: str | None) -> bool:
        """Return True for a condition that records name and no vocabulary has."""
        return key is not None and key not in self._vocabulary and not self._is_coded(key)

    def _first(self, *parts: str) -> bool:
        """Return True the first time that these parts come."""
        return self._seen.add("\0".join(parts))


def condition_key(name: str) -> str:
    """Return the key of a condition that no vocabulary has; case and punctuation of its name do not count."""
    return f"condition:{slug(name)}"


def _short(code: str) -> str:
    return code.removeprefix("MESH:").replace(":", "_")
