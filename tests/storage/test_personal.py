"""The register of personal data against the schema as it really is."""

import re

from bot.storage.database import Database
from bot.storage.impersonal import NOT_PERSONAL
from bot.storage.personal import REGISTER, Erasure, Whose

REGISTERED = {(each.table, each.column) for each in REGISTER}
# What can hold or lead to a person: any text, an id of Discord's, whoever did something.
SUSPECT_NAME = re.compile(r".*(_id|_by|_to|_of)|.*(user|author|target|member|moderator|person).*")


async def columns(database: Database) -> dict[tuple[str, str], dict[str, str | int]]:
    """Return every column of the migrated schema with its type and whether it may be NULL."""
    async with database.transaction() as tx:
        rows = await tx.fetch_all(
            'SELECT t.name AS tab, c.name AS col, c.type AS kind, c."notnull" AS needed, c.pk AS pk'
            " FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
        )
    return {(row["tab"], row["col"]): dict(row) for row in rows}


async def test_every_column_that_could_hold_a_person_is_accounted_for(database: Database) -> None:
    """A column that nobody decided about would be neither shown nor erased."""
    found = await columns(database)

    assert ("cases", "target_id") in found
    undecided = [
        place
        for place, column in found.items()
        if (column["kind"] == "TEXT" or SUSPECT_NAME.fullmatch(place[1]))
        and place not in REGISTERED | NOT_PERSONAL.keys()
    ]
    assert undecided == []


async def test_the_register_names_no_column_that_is_gone(database: Database) -> None:
    found = await columns(database)

    assert (REGISTERED | NOT_PERSONAL.keys()) - found.keys() == set()


def test_no_column_is_both_personal_and_not() -> None:
    assert NOT_PERSONAL.keys() & REGISTERED == set()
    assert len(REGISTERED) == len(REGISTER)
    assert all(NOT_PERSONAL.values())


async def test_a_column_that_is_blanked_is_no_key(database: Database) -> None:
    """Two people who left would otherwise collide on 0."""
    found = await columns(database)
    blanked = [each for each in REGISTER if each.on_delete is Erasure.BLANK]

    assert blanked
    assert [each for each in blanked if found[each.table, each.column]["pk"]] == []


async def test_rows_that_are_erased_whole_are_not_also_kept() -> None:
    """One table has one fate, or a person would be told two things about it."""
    fates: dict[str, set[Erasure]] = {}
    for each in REGISTER:
        fates.setdefault(each.table, set()).add(each.on_delete)

    assert {table: fate for table, fate in fates.items() if len(fate) > 1} == {}


def test_words_about_a_member_expire() -> None:
    """Ids can be of use for years; sentences about a person may not stay that long."""
    notes = [each for each in REGISTER if each.column == "note"]

    assert {each.table for each in notes} >= {"cases", "incidents"}
    assert all(each.kept is not None for each in notes)
    assert all(each.whose is Whose.MEMBER for each in notes)
