"""The settings as they are read at the door, and what the clinic's file says in them."""

import os
from collections.abc import Sequence
from pathlib import Path

from bot.chat import endpoint
from bot.chat.seeding import Seed
from bot.domain.hiding import FloodLimit, Mode, Rules
from bot.domain.ids import GuildId
from bot.domain.incidents import Ladder
from bot.domain.raids import Response
from bot.domain.raids import Rules as RaidRules
from bot.domain.servers import RolePurpose, RoomPurpose
from config.settings import Settings, files, load

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "config"
CONTENT = CONFIG / "content"
EXAMPLE = CONFIG / "clinic.example.toml"


def read_settings(endpoint_given: str | None = None) -> Settings:
    """Read the settings at the door.

    Args:
        endpoint_given: An API base from the command line; it outranks every other.

    Raises:
        SettingsError: A value is wrong; nothing was started.
    """
    environ = dict(os.environ)
    if endpoint_given is not None:
        environ["WAYMARK_DISCORD__ENDPOINT"] = endpoint_given
    settings = load(environ=environ, folder=CONFIG)
    if endpoint.is_official(settings.discord.endpoint):
        return settings
    # A sandbox's server is the one in the example. A clinic that has filled in its own file
    # rehearses there with its own words; until then the example's stand in.
    if len(files(environ=environ, folder=CONFIG)) == 1:
        return load(environ=environ, folder=CONFIG, clinic=EXAMPLE)
    known = {server.guild_id for server in settings.servers}
    example = load(environ={}, folder=CONFIG, clinic=EXAMPLE)
    added = tuple(server for server in example.servers if server.guild_id not in known)
    return settings.model_copy(update={"servers": settings.servers + added})


def settings_files() -> Sequence[Path]:
    """Return the settings files that count, the strongest first."""
    return files(environ=os.environ, folder=CONFIG)


def seeds(settings: Settings) -> tuple[Seed, ...]:
    """Return the servers that the clinic's file describes."""
    return tuple(
        Seed(
            guild_id=GuildId(server.guild_id),
            zone=server.zone,
            language=server.language,
            rooms={
                RoomPurpose(name): reference
                for name, reference in server.rooms
                if reference is not None
            },
            roles={
                RolePurpose(name): reference
                for name, reference in server.roles
                if reference is not None
            },
            policies={"dosing": server.policies.dosing_policy or settings.safety.dosing_policy},
        )
        for server in settings.servers
    )


def contacts(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return how to reach the clinic, as label and way, in the order a member should try."""
    clinic = settings.clinic
    ways = [(clinic.name, clinic.phone), (clinic.name, clinic.website)]
    ways += [
        (contact.label, f"{contact.reach} ({contact.hours})" if contact.hours else contact.reach)
        for contact in clinic.contacts
    ]
    unique = {way: label for label, way in reversed(ways) if way}
    return tuple((label, way) for way, label in reversed(unique.items()))


def hiding_rules(settings: Settings) -> Rules:
    """Return how far the bot goes about messages that are no crisis."""
    safety = settings.safety
    return Rules(
        words_kept=safety.words_kept,
        dosing=Mode(safety.dosing_policy),
        flood=FloodLimit(safety.flood_messages, safety.flood_within),
    )


def raid_rules(settings: Settings) -> RaidRules:
    """Return how far the bot goes by itself when far more comes than is usual."""
    safety = settings.safety
    return RaidRules(
        response=Response(safety.raid_response),
        hold_newcomers=safety.hold_newcomers,
        flood=FloodLimit(safety.flood_messages, safety.flood_within),
    )


def ladder(settings: Settings) -> Ladder:
    """Return who is told when, if nobody acknowledges a care card."""
    return Ladder(
        moderators_after=settings.safety.moderators_after,
        admins_after=settings.safety.admins_after,
        repeat_every=settings.safety.repeat_every,
        stop_after=settings.safety.stop_after,
    )
