"""How long a bot took, read from the sandbox's record of requests: one clock, both ends."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from bench.town import Json, part

CALLBACK = re.compile(r".*/interactions/(\d+)/([^/]+)/callback")


def moment(record: Json) -> float:
    """Return when a request was answered, in seconds of the wall clock."""
    return datetime.fromisoformat(record["time"]).timestamp()


def replies(records: Sequence[Json]) -> dict[str, float]:
    """Return when each message was first replied to, by its id."""
    found: dict[str, float] = {}
    for record in _messages(records):
        reference = part(record["request_body"], "message_reference")
        if reference:
            found.setdefault(str(reference["message_id"]), moment(record))
    return found


def written(records: Sequence[Json]) -> dict[str, float]:
    """Return when each message was taken, by its id."""
    return {record["answer_body"]["id"]: moment(record) for record in _messages(records)}


def answer_seconds(records: Sequence[Json]) -> tuple[list[float], list[float]]:
    """Return how long the callbacks and the answers of slash commands took, oldest first.

    A command that answers with its callback has one time for both. They were used one by one.
    """
    callbacks: list[float] = []
    answers: list[float] = []
    asked, token = 0.0, ""
    for record in records:
        path = record["path"]
        if record["method"] == "POST" and path.endswith("/interactions"):
            asked = moment(record)
        elif match := CALLBACK.fullmatch(path):
            token = match[2]
            callbacks.append(moment(record) - asked)
            answers.append(callbacks[-1])
        elif token and token in path and "/webhooks/" in path:
            answers[-1] = moment(record) - asked
    return callbacks, answers


def _messages(records: Sequence[Json]) -> Iterator[Json]:
    for record in records:
        called = record["method"], record["route"], record["status"]
        if called == ("POST", "/channels/{channel_id}/messages", 200):
            yield record
