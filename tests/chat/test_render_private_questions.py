"""The letter to somebody whose name two of staff have learned."""

from datetime import UTC, datetime

import pytest

from bot.chat.render import private_questions as render
from bot.domain.ids import GuildId, LetterId
from bot.domain.letters import What
from bot.domain.report_notices import StaffLetter
from tests.chat.test_render_moderation import KEY, presses, text


@pytest.mark.parametrize(("language", "line"), [("en", "text 988."), ("es", "marca 2.")])
def test_the_letter_ends_with_the_help_line_and_leads_to_staff(language: str, line: str) -> None:
    """Its key is in the button: beside the numbers to call it would read like one of them."""
    letter = StaffLetter(
        letter_id=LetterId(4),
        guild_id=GuildId(1),
        what=What.QUESTION_OPENED.value,
        subject=2,
        server="New Pathways",
        language=language,
        text="",
        by=None,
        about_at=datetime(2026, 3, 9, 12, 0, tzinfo=UTC),
    )
    said = render.letter(letter, KEY)
    assert text(said).endswith(line)
    assert presses(said) == [f"staff:talk:1~{KEY}"]
