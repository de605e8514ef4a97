"""An interaction between a person and an application, from the press to the last follow-up."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Json

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
# Real seconds, as on Discord: these two are the bot's manners, not the story's clock.
FIRST_ANSWER_SECONDS: Final = 3.0
TOKEN_SECONDS: Final = 15 * 60.0


@dataclass(slots=True, eq=False)
class Interaction:
    """What was pressed by whom, and how far the application has answered.

    Attributes:
        began_at: loop time of the press.
        answered_with: the callback type of the first answer; None until then.
        has_failed: the application let three seconds pass.
        original_id: the message that `@original` names, once there is one.
        source_id: the message whose component was pressed.
        is_deferred: the original is promised but not made yet.
        defer_flags: the flags it was promised with.
        modal: the form that was shown, for checking what comes back.
        metadata: what messages made by it say of it.
    """

    id: Snowflake
    token: str
    kind: int
    application_id: Snowflake
    user_id: Snowflake
    channel_id: Snowflake
    guild_id: Snowflake | None
    began_at: float
    nonce: str | int | None
    metadata: Json
    answered_with: int | None = None
    has_failed: bool = False
    original_id: Snowflake | None = None
    source_id: Snowflake | None = None
    is_deferred: bool = False
    defer_flags: int = 0
    modal: Json | None = None
    timer: asyncio.TimerHandle | None = None
    ephemeral_ids: list[Snowflake] = field(default_factory=list[Snowflake])
