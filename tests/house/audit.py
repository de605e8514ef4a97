"""`make audit`: known vulnerabilities in the locked packages.

Where no vulnerability service can be reached, it says so in one loud line and lets the build pass.
Findings never pass, nor does a failure that it cannot explain.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "all.txt"
SERVICES = ("pypi", "osv")
PATIENCE_SECONDS = 120
# What `requests` and pip-audit say when nobody answers, or answers that it cannot serve.
NO_ANSWER = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Could not connect"
    r"|NameResolutionError|\b(?:502|503|504) Server Error"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one service said.

    Attributes:
        known: Packages that it knows and judged.
        unknown: Packages that it does not know, with the reason.
        findings: One line a vulnerability.
    """

    known: Sequence[str] = ()
    unknown: Sequence[str] = ()
    findings: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was judged: a package mirror stands where the service should."""
        return not self.known


def read(report: str) -> Answer:
    """Read pip-audit's JSON."""
    packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    known = [each for each in packages if "skip_reason" not in each]
    return Answer(
        known=[each["name"] for each in known],
        unknown=[each["skip_reason"] for each in packages if "skip_reason" in each],
        findings=[
            f"{each['name']} {each['version']}: {found['id']}, "
            f"fixed in {', '.join(found['fix_versions']) or 'no version yet'}"
            for each in known
            for found in each["vulns"]
        ],
    )


def verdict(answer: Answer) -> tuple[int, str]:
    """Return the exit status and what to say."""
    if answer.findings:
        return 1, "\n".join(["VULNERABLE:", *answer.findings])
    if answer.unknown:
        return 1, "\n".join(["NOT JUDGED:", *answer.unknown])
    return 0, f"No known vulnerability in {len(answer.known)} locked packages."


def ask(service: str) -> Answer | None:
    """Ask one service; None when it cannot be reached or knows none of the packages.

    Raises:
        RuntimeError: It failed for another reason.
    """
    given = [
        "--require-hashes",
        "--disable-pip",
        "-r",
        str(LOCK),
        "--vulnerability-service",
        service,
    ]
    quiet = ["--format", "json", "--progress-spinner", "off", "--timeout", "15"]
    tool = Path(sys.executable).with_name("pip-audit")
    try:
        ran = subprocess.run(  # noqa: S603 - the tool that is installed beside this Python
            [tool, *given, *quiet],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None
    if ran.stdout.startswith("{"):
        answer = read(ran.stdout)
        return None if answer.is_empty else answer
    if NO_ANSWER.search(ran.stderr):
        return None
    raise RuntimeError(ran.stderr)


def main() -> int:
    """Ask the services in turn and return the exit status."""
    for service in SERVICES:
        answer = ask(service)
        if answer is not None:
            status, text = verdict(answer)
            sys.stdout.write(f"{text}\n")
            return status
    sys.stdout.write(
        "!!! NOT AUDITED: no vulnerability service can be reached from here "
        f"({', '.join(SERVICES)}). Run `make audit` where there is a network.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
