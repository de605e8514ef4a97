"""The faults that are switched on: what shall fail, how often, and how slowly the rest answers."""

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Failure:
    """The next `left` requests of a route answer `status` (method None: any)."""

    route: re.Pattern[str]
    shown: str
    status: int
    left: int
    method: str | None = None
    retry_after_seconds: float = 1.0


@dataclass(slots=True)
class Delay:
    """Every answer of a route waits; `real_seconds` is not the sandbox's clock."""

    route: re.Pattern[str]
    shown: str
    real_seconds: float


@dataclass(slots=True)
class Faults:
    """What is switched on now.

    Attributes:
        refuse_resumes: how many more RESUMEs get op 9 false.
        refuse_identifies: how many more IDENTIFYs get op 9 false.
        refused_intents: privileged intent bits that close with 4014.
    """

    refuse_resumes: int = 0
    refuse_identifies: int = 0
    refused_intents: int = 0
    enforce_rate_limits: bool = False
    failures: list[Failure] = field(default_factory=list[Failure])
    delays: list[Delay] = field(default_factory=list[Delay])

    def failing(self, method: str, path: str) -> Failure | None:
        """Take one failure that a request shall meet, None where it shall go well."""
        for failure in self.failures:
            if failure.left > 0 and failure.method in (None, method) and failure.route.search(path):
                failure.left -= 1
                return failure
        return None

    def delay_of(self, path: str) -> float:
        """Tell the real seconds the answer of a path shall wait."""
        return max((d.real_seconds for d in self.delays if d.route.search(path)), default=0.0)


def route_pattern(route: str) -> re.Pattern[str]:
    """Read a route such as `/channels/{channel_id}/messages`, `*` for any one part.

    The path it is matched with starts after `/api/v10`; query left out.
    """
    parts = re.sub(r"\{[^}/]*\}", "*", route.strip()).strip("/").split("/")
    inner = "/".join("[^/]+" if part == "*" else re.escape(part) for part in parts)
    return re.compile(f"^/{inner}$")
