"""The rota as a tired volunteer reads it: until when, who is next, by whose clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.render import rota as render
from bot.chat.render.said import Said
from bot.domain.ids import UserId
from bot.domain.rota import Rota, Span, Word
from bot.services.rota import View, shift_of

ANN, BEN = UserId(1), UserId(2)
NOW = datetime(2026, 3, 9, 23, tzinfo=UTC)
END = NOW + timedelta(hours=3)
SHIFT = shift_of(ANN, 0, time(19), time(22))
AWAY = Word(user_id=BEN, is_on=False, until=END)
VIEW = View(
    rota=Rota(zone=ZoneInfo("America/New_York"), shifts=[SHIFT], words=[AWAY]),
    on_call={ANN: END},
    next=[Span(END, END + timedelta(hours=1), ANN), Span(END, END, BEN)],
    left=None,
)


def text(said: Said) -> str:
    """Return the words of a card."""
    [embed] = said.embeds
    return "\n".join([embed.description or "", *(f"{f.name}: {f.value}" for f in embed.fields)])


def test_it_says_until_when_who_is_next_and_by_whose_clocks() -> None:
    said, end = text(render.rota(VIEW)), int(END.timestamp())
    assert f"<@1> until <t:{end}:t> (<t:{end}:R>)" in said
    assert f"Next: <t:{end}:F> (<t:{end}:R>): <@1> <@2>" in said
    assert "The week, Eastern Time: Monday, 7 pm to 10 pm: <@1>" in said


def test_a_shift_that_was_added_and_a_step_away_are_said_whole() -> None:
    assert "Added, every week: Monday, 7 pm to 10 pm: <@1>. It goes by Eastern Time" in text(
        render.added(VIEW, SHIFT)
    )
    end = int(END.timestamp())
    assert f"counts for you again from <t:{end}:F>" in text(render.off(VIEW, BEN))


def test_ones_own_shifts_can_be_told_from_anothers() -> None:
    assert render.choice(SHIFT, ANN) == "Monday, 7 pm to 10 pm (yours)"
    assert render.choice(SHIFT, BEN) == "Monday, 7 pm to 10 pm (another's)"
