"""Where settings come from: files and the environment, each value with its place."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from config.errors import SettingsError

PREFIX = "WAYMARK_"
CLINIC_FILE = "WAYMARK_CONFIG"
# Written as other Discord bots write it; WAYMARK_DISCORD__TOKEN works as well.
DOCUMENTED = {"WAYMARK_DISCORD_TOKEN": ("discord", "token")}
# tomllib gives the place of an error as text only, until Python 3.14.
POSITION = re.compile(r"^(.*) \(at (?:(line \d+, column \d+)|end of document)\)$", re.DOTALL)

Loc = tuple[str | int, ...]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of one file, or those of the environment.

    Attributes:
        place: The file's path, or "the environment".
        values: Sections by name, with keys as they are written.
        variables: For the environment, the variable that each value came from.
    """

    place: str
    values: Values
    variables: Mapping[Loc, str] = field(default_factory=dict[Loc, str])

    def holds(self, loc: Loc) -> bool:
        """Say whether this layer has a value at `loc`."""
        return self.value(loc, missing=self) is not self

    def value(self, loc: Loc, *, missing: object = None) -> object:
        """Return what was written at `loc`, untouched."""
        found: object = self.values
        for step in loc:
            # A text can be indexed too, and must not be.
            if not isinstance(found, dict | list):
                return missing
            try:
                found = cast("Any", found)[step]
            except (KeyError, IndexError, TypeError):
                return missing
        return found

    def variable(self, loc: Loc) -> str | None:
        """Return the variable that set `loc`, the table above it, or something inside of it."""
        above = [loc[:depth] for depth in range(len(loc), 0, -1)]
        inside = [path for path in self.variables if path[: len(loc)] == loc]
        return next(
            (self.variables[path] for path in above + inside if path in self.variables), None
        )

    def where(self, loc: Loc) -> str:
        """Name the file or variable in which `loc` was written."""
        name = self.variable(loc)
        return f"environment variable {name}" if name else self.place


def read_environment(environ: Mapping[str, str]) -> Layer:
    """Take the `WAYMARK_` variables; an empty one counts as not set."""
    values: Values = {}
    variables: dict[Loc, str] = {}
    # Sorted, the documented name of the token comes last and wins, whatever the order was.
    for name in sorted(environ, key=lambda name: (name in DOCUMENTED, name)):
        if not name.startswith(PREFIX) or name == CLINIC_FILE or not environ[name].strip():
            continue
        path = DOCUMENTED.get(name) or tuple(name.removeprefix(PREFIX).lower().split("__"))
        table = values
        for step in path[:-1]:
            below: object = table.setdefault(step, {})
            # A section that was given as one text stays so, and is refused for it.
            table = cast("Values", below) if isinstance(below, dict) else {}
        table[path[-1]] = environ[name]
        variables[path] = name
    return Layer("the environment", values, variables)


def read_toml(path: Path) -> Layer:
    """Read one settings file.

    Raises:
        SettingsError: It is missing, cannot be read, or is no TOML; line and column are named.
    """
    try:
        # Windows editors begin a file with a byte order mark, which TOML does not know.
        text = path.read_text(encoding="utf-8-sig")
        return Layer(str(path), tomllib.loads(text))
    except FileNotFoundError:
        problem = f"{path}: there is no such settings file"
    except OSError as error:
        problem = f"{path} cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        problem = f"{path} is no text in UTF-8; save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        problem = _broken(path, str(error))
    raise SettingsError([problem])


def _broken(path: Path, message: str) -> str:
    found = POSITION.match(message)
    if found is None:
        return f"{path} is not valid TOML: {message}"
    return f"{path}, {found[2] or 'at its end'}: not valid TOML: {found[1]}"
