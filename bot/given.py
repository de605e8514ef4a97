"""What the clinic's file says, as the bot's parts take it."""

from bot.chat.seeding import Seed
from bot.domain.hiding import FloodLimit, Mode, Rules
from bot.domain.ids import GuildId
from bot.domain.servers import RolePurpose, RoomPurpose
from config.settings import Settings


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
