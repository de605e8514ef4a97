"""What can be wrong with settings."""

from collections.abc import Sequence


class SettingsError(Exception):
    """The settings cannot be used; nothing may start.

    Attributes:
        problems: One line each, the most telling first; no secret is in them.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)

    @property
    def headline(self) -> str:
        """The first problem."""
        return self.problems[0]


class WrongValueError(ValueError):
    """A value is right by itself and wrong beside another one of its section.

    Attributes:
        key: The key to change, as it is written in a file.
        allowed: What may stand there, in words.
    """

    def __init__(self, key: str, allowed: str) -> None:
        super().__init__(allowed)
        self.key = key
        self.allowed = allowed
