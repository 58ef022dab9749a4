"""Every error raised on purpose.

MedPathError                  base: `code` is stable, the message is safe to show
├── RequestError              the request is at fault                  HTTP 400
│   ├── BadUserInput          an argument has a value outside what is allowed
│   └── LimitExceeded         the document asks for more than the server allows
│       └── CostExceeded      the operation costs too much; the message says how to make it fit
├── GraphUnavailable          no server, or it ran out of time         HTTP 503
│   └── GraphTimeout          the statement ran into its time limit
├── SettingsError             a setting, port, folder or disk is unusable; exit code 2
├── ModelError                the graph and the model disagree; a migration was changed
└── SourceError               a raw file is not what its source promises
    └── UnmappedValue         a coded value missing from the source's table

Any other exception is a bug: it is logged, and the client sees INTERNAL with a request id.
"""

from collections.abc import Mapping


class MedPathError(Exception):
    """Base of all errors raised on purpose; the message is one line, safe to show."""

    code = "INTERNAL"


class RequestError(MedPathError):
    """The request is at fault; the caller can fix it."""

    code = "BAD_REQUEST"


class BadUserInput(RequestError):
    """An argument has a value that is not allowed; the message names the argument and the problem."""

    code = "BAD_USER_INPUT"

    def __init__(self, argument: str, problem: str) -> None:
        super().__init__(f"{argument}: {problem}")
        self.argument = argument


class LimitExceeded(RequestError):
    """The document asks for more than the server allows; `code` names the limit."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class CostExceeded(LimitExceeded):
    """The operation costs too much. The message says how to make it fit, `extensions` lists the costs."""

    def __init__(self, message: str, extensions: Mapping[str, object]) -> None:
        super().__init__("QUERY_TOO_EXPENSIVE", message)
        self.extensions = extensions


class GraphUnavailable(MedPathError):
    """The graph database cannot be reached."""

    code = "GRAPH_UNAVAILABLE"


class GraphTimeout(GraphUnavailable):
    """The statement ran into its time limit and was ended."""

    code = "TIMEOUT"


class SettingsError(MedPathError):
    """A setting, port, folder or disk cannot be used as asked."""

    code = "SETTINGS"


class ModelError(MedPathError):
    """The graph and the model disagree."""

    code = "MODEL"


class SourceError(MedPathError):
    """A raw file cannot be read, or lacks the form that its source declares."""

    code = "SOURCE"


class UnreadableColumn(SourceError):
    """A file of which most cells of a column of dates or numbers cannot be read: it has another form."""


class UnmappedValue(SourceError):
    """A coded value is missing from the source's table."""

    code = "SOURCE_UNMAPPED_VALUE"

    def __init__(self, column: str, value: str) -> None:
        super().__init__(f"{column} has the unknown value {value!r}: add it to the source's table")
        self.column = column
        self.value = value
