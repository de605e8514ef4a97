"""What an admin changed is what members read, also after the bot was started again."""

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import words

pytestmark = pytest.mark.e2e
QUESTION = "do i need a referral for migraine treatment?"


async def test_an_answer_that_was_switched_off_stays_off(stage: Stage) -> None:
    town = stage.town
    async with stage.waymark():
        where, options = town.at("staff"), {"entry": "migraine-referral"}
        asked = await town.member.slash(town.at("lounge"), "ask", question=QUESTION)
        shown = words(await town.member.answered(asked))
        off = await town.admin.slash(where, "clinic faq retire", **options)
        assert "Members do not see this" in words(await town.admin.answered(off))
    async with stage.waymark():
        town.forget()
        asked = await town.member.slash(town.at("lounge"), "ask", question=QUESTION)
        now = words(await town.member.answered(asked))

    passage = "without a referral"
    assert passage in shown
    assert passage not in now
