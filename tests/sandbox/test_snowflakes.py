from datetime import UTC, datetime, timedelta

from sandbox.snowflakes import Mint, Snowflake, earliest_at, parse

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_ids_sort_by_time_and_are_never_the_same() -> None:
    mint = Mint()
    ids = [mint.mint(NOON + timedelta(milliseconds=n // 5000)) for n in range(20_000)]
    assert ids == sorted(set(ids))


def test_a_moment_lived_twice_has_other_ids() -> None:
    mint = Mint()
    first = [mint.mint(NOON) for _ in range(10)]
    mint.mint(NOON + timedelta(days=1))
    second = [mint.mint(NOON) for _ in range(10)]
    assert not set(first) & set(second)
    assert {i >> 22 for i in first} == {i >> 22 for i in second}


def test_the_smallest_id_of_a_moment_is_none_later() -> None:
    made = Mint().mint(NOON)
    assert earliest_at(NOON) <= made < earliest_at(NOON + timedelta(milliseconds=1))
    assert earliest_at(datetime(2014, 1, 1, tzinfo=UTC)) == 0


def test_an_id_is_read_from_text_and_from_a_number() -> None:
    assert parse("80351110224678912") == parse(80351110224678912) == Snowflake(80351110224678912)
    junk: list[object] = []
    for wrong in ("", "01", "-1", "x", "1" * 21, str(1 << 64), -1, True, None, 1.0, junk):
        assert parse(wrong) is None
