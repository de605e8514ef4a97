"""What goes into the ledger comes out of it the same."""

from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from bot.domain.notices import Notice
from bot.storage.notices import KINDS, dump, kind_of, load

MOMENT = datetime(2026, 3, 8, 23, 0, 0, 123456, tzinfo=UTC)


def example(kind: type[Notice]) -> Notice:
    """Return a notice with every field filled."""
    hints = get_type_hints(kind)
    return kind(**{field.name: _value(hints[field.name]) for field in fields(kind)})


def _value(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return (_value(get_args(hint)[0]), _value(get_args(hint)[0]))
    kinds = get_args(hint) or (getattr(hint, "__supertype__", hint),)
    kind = getattr(kinds[0], "__supertype__", kinds[0])
    return {datetime: MOMENT, int: 2**62, str: "Tuesday circle — 7 pm", bool: True}[kind]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_notice_survives_the_ledger(kind: type[Notice]) -> None:
    said = example(kind)

    assert load(kind_of(said), dump(said)) == said


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_what_may_be_left_out_is_none_again(kind: type[Notice]) -> None:
    said = example(kind)
    needed = {
        field.name: getattr(said, field.name) for field in fields(kind) if field.default is MISSING
    }
    bare = kind(**needed)

    assert load(kind_of(bare), dump(bare)) == bare


def test_a_field_of_another_release_is_left_behind() -> None:
    """A row written before an update is still said after it."""
    kind = KINDS["MeetingReminder"]
    said = example(kind)
    payload = dump(said).replace("{", '{"colour": "blue", ', 1)

    assert load("MeetingReminder", payload) == said
