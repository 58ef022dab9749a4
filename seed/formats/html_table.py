"""HTML pages that print a record as a table of two columns: label and text."""

from html.parser import HTMLParser
from pathlib import Path

from graph.errors import SourceError
from seed.formats.files import opened
from seed.values.text import tidy

_PAGE_BYTES = 4 << 20


def pairs(file: Path, encoding: str = "utf-8-sig") -> dict[str, str]:
    """Return label to text from all table rows of two cells; the first row of a label counts.

    Raises SourceError when the page is too large or not in the encoding.
    """
    with opened(file) as raw:
        page = raw.read(_PAGE_BYTES + 1)
    if len(page) > _PAGE_BYTES:
        raise SourceError(f"{file.name}: the page is larger than {_PAGE_BYTES >> 20} MiB")
    try:
        text = page.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{file.name}: not in the expected encoding: {error}") from error
    rows = _Rows()
    rows.feed(text)
    rows.close()
    found: dict[str, str] = {}
    for cells in rows.rows:
        if len(cells) == 2:
            found.setdefault(tidy(cells[0]).rstrip(":："), tidy(cells[1]))
    return found


class _Rows(HTMLParser):
    """Collects the cell texts of each row; a row ends where the next row begins."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data
