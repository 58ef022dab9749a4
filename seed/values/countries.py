"""Countries as sources print them."""

from functools import cache

from seed import tables
from seed.naming import fold


def country_code(printed: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code by the table `countries`; None for a name that it lacks.

    >>> country_code("Korea, Republic of"), country_code("--")
    ('KR', None)
    """
    return _codes().get(fold(printed))


@cache
def _codes() -> dict[str, str]:
    return {fold(row["printed"]): row["code"] for row in tables.rows("countries")}
