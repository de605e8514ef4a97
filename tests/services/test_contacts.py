"""How to reach the clinic: tried by somebody, shown at once, and due again in time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.contacts import CONTACTS_MAX, REVIEW_EVERY, Standing
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.services.contacts import ContactService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.caring import ADMIN, ANN, GUILD

GIVEN = (("Our clinic", "555-0100"), ("Our clinic", "https://clinic.example"))


@pytest.fixture
def contacts(database: Database, servers: Servers, clock: ManualClock) -> ContactService:
    """What the clinic's file says, unchecked."""
    return ContactService(database=database, servers=servers, given=GIVEN, now=clock)


async def test_the_files_contacts_are_shown_but_are_red_until_tried(
    contacts: ContactService,
) -> None:
    assert contacts.of(GUILD) == GIVEN
    assert contacts.standing(GUILD) is Standing.UNVERIFIED

    await contacts.verify(by=ADMIN)
    assert contacts.of(GUILD) == [("Our clinic", "555-0100, https://clinic.example")]
    assert contacts.standing(GUILD) is Standing.FRESH


async def test_they_are_due_again_and_tried_again(
    contacts: ContactService, clock: ManualClock
) -> None:
    await contacts.verify(by=ADMIN)
    clock.advance(REVIEW_EVERY - timedelta(days=1))
    assert contacts.standing(GUILD) is Standing.FRESH
    clock.advance(timedelta(days=1))
    assert contacts.standing(GUILD) is Standing.DUE

    await contacts.verify(by=ADMIN)
    assert contacts.standing(GUILD) is Standing.FRESH


async def test_one_that_is_entered_leaves_the_others_to_be_tried(
    contacts: ContactService,
) -> None:
    await contacts.edit("Front desk", "555-0199", by=ADMIN)

    assert [label for label, _ in contacts.of(GUILD)] == ["Our clinic", "Front desk"]
    assert contacts.standing(GUILD) is Standing.DUE


async def test_a_change_outlives_a_restart_and_counts_in_a_direct_message(
    contacts: ContactService, database: Database, servers: Servers, clock: ManualClock
) -> None:
    await contacts.edit("Front desk", "555-0199", by=ADMIN)
    await contacts.edit("Front desk", "555-0111", by=ADMIN)
    again = ContactService(database=database, servers=servers, given=GIVEN, now=clock)
    await again.load()

    assert ("Front desk", "555-0111") in again.of(None)


@pytest.mark.parametrize("reach", ["988, press 3", "988, then 3", "al 988, marca 3"])
async def test_a_line_that_was_closed_is_not_taken(contacts: ContactService, reach: str) -> None:
    with pytest.raises(InvalidInput):
        await contacts.edit("Young people", reach, by=ADMIN)


async def test_a_contact_is_removed_and_there_is_an_end_to_how_many(
    contacts: ContactService,
) -> None:
    for number in range(CONTACTS_MAX - 1):
        await contacts.edit(f"Desk {number}", "555-0199", by=ADMIN)
    with pytest.raises(InvalidInput):
        await contacts.edit("One more", "555-0199", by=ADMIN)
    await contacts.remove("Desk 0", by=ADMIN)
    with pytest.raises(NotFound):
        await contacts.remove("Desk 0", by=ADMIN)


async def test_a_label_is_the_same_in_any_letters(contacts: ContactService) -> None:
    """Whoever is on a phone is not asked to find the capital letter again."""
    await contacts.edit("front desk", "555-0198", by=ADMIN)
    await contacts.edit("Crisis nurse", "555-0197", by=ADMIN)
    await contacts.edit(" Front desk ", "555-0199", by=ADMIN)
    assert contacts.of(GUILD)[1:] == [("Front desk", "555-0199"), ("Crisis nurse", "555-0197")]

    await contacts.remove("FRONT DESK", by=ADMIN)
    assert [label for label, _ in contacts.of(GUILD)] == ["Our clinic", "Crisis nurse"]


async def test_the_last_one_is_replaced_and_never_just_removed(contacts: ContactService) -> None:
    """Else members would see again what the file says and an admin has taken away."""
    for _ in range(2):
        with pytest.raises(Conflict):
            await contacts.remove("Our clinic", by=ADMIN)
        await contacts.verify(by=ADMIN)
    await contacts.edit("Front desk", "555-0199", by=ADMIN)
    await contacts.remove("Our clinic", by=ADMIN)
    assert contacts.of(GUILD) == [("Front desk", "555-0199")]


async def test_one_of_the_files_is_removed_before_anybody_has_tried_them(
    contacts: ContactService,
) -> None:
    fresh = replace(contacts, given=(*GIVEN, ("Old desk", "555-0111")))
    await fresh.remove("Old desk", by=ADMIN)
    assert [label for label, _ in fresh.of(GUILD)] == ["Our clinic"]
    assert fresh.standing(GUILD) is Standing.DUE, "the others are still to be tried"


async def test_only_an_admin_changes_them(contacts: ContactService) -> None:
    with pytest.raises(NotPermitted):
        await contacts.verify(by=ANN)
    assert contacts.of(GUILD) == GIVEN
