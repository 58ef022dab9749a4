"""A fact that records share: a name, an identifier or a condition of a drug or a condition."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SharedFact:
    """One link that a row states beside its record, as stored in STATED_IN.alsoStates and on (:Lost).

    `kind` is that of a name. `end` is the name, the identifier, or the condition as the row states it: its id in a
    vocabulary, else its text. Cypher reads the stored text too: `cypher/read/lost.cypher`, `graph/model/values.py`.
    """

    type: str
    start: str
    end: str
    kind: str | None = None

    def entry(self) -> str:
        """Return the stored text.

        >>> SharedFact("HAS_NAME", "drug:DB01277", "Increlex", "BRAND").entry()
        'HAS_NAME:BRAND drug:DB01277 Increlex'
        """
        what = f"{self.type}:{self.kind}" if self.kind else self.type
        return f"{what} {self.start} {self.end}"

    @classmethod
    def parse(cls, entry: str) -> "SharedFact":
        """Read a stored text.

        >>> SharedFact.parse("HAS_XREF drug:DB01277 ATC:H01AC03")
        SharedFact(type='HAS_XREF', start='drug:DB01277', end='ATC:H01AC03', kind=None)
        """
        what, start, end = entry.split(" ", 2)
        type_, _, kind = what.partition(":")
        return cls(type_, start, end, kind or None)
