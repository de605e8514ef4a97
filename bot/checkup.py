"""What `run.py check` looks at: settings, content, database, and Discord where there is a token."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date

import aiohttp
import discord

from bot import app, checks, embedding
from bot.chat import endpoint
from bot.chat.health import lacking
from bot.checks import Check
from bot.domain.errors import InvalidContent, StorageError
from bot.domain.faq.entries import Status
from bot.domain.faq.signature import held_back
from bot.given import settings_files
from bot.services import examples, faq_content, safety_content, terms_content
from bot.storage.migrate import standing
from bot.storage.sqlite import open_sqlite
from config.settings import Settings


async def examine(settings: Settings) -> Sequence[Check]:
    """Return every check, in the order a person would mend things."""
    found = [
        checks.settings_read(
            files=[str(path) for path in settings_files()],
            clinic=settings.clinic.name,
            servers=len(settings.servers),
        ),
        content(settings, today=app.real_now().date()),
        meaning(),
        hearing(settings),
        await database(settings),
        checks.hearing(
            message_content=settings.discord.message_content,
            members=settings.discord.members_intent,
        ),
    ]
    token = settings.discord.token.get_secret_value() if settings.discord.token else ""
    return [*found, *(await at_discord(settings, token) if token else [checks.token_absent()])]


def content(settings: Settings, *, today: date) -> Check:
    """Say whether the texts can be used, and which wait for a clinician."""
    loaded = faq_content.load(settings.content.faq)
    problems = [str(problem) for problem in loaded.problems]
    for read, folder in (
        (safety_content.load_signals, "signals"),
        (safety_content.load_support, "support"),
        (terms_content.load, "rules"),
    ):
        try:
            read(settings.content.folder / folder)
        except InvalidContent as error:
            problems.append(str(error))
    entries = [held_back(entry) for entry in loaded.entries]
    approved = [entry for entry in entries if entry.status is Status.APPROVED]
    return checks.content_read(
        approved=len(approved),
        unsigned=sum(entry.reviewed_by is None for entry in approved),
        drafts=sum(entry.status is Status.DRAFT for entry in entries),
        overdue=sum(entry.review_by is not None and entry.review_by < today for entry in approved),
        problems=problems,
    )


def meaning() -> Check:
    """Say whether the sentence model can be used."""
    loaded = embedding.load()
    lacking = loaded.reason if isinstance(loaded, embedding.Absent) else None
    return checks.meaning_ready(lacking=lacking)


def hearing(settings: Settings) -> Check:
    """Say whether the gate has its model beside the grammar."""
    if not settings.safety.second_ear:
        return checks.hearing_ready(is_off=True)
    folder = settings.content.folder / "signals"
    try:
        lexicon = safety_content.load_signals(folder).lexicon
        ear = embedding.load_ear(folder, lexicon, embedding.load())
        if isinstance(ear, embedding.Absent):
            return checks.hearing_ready(lacking=ear.reason)
        return checks.hearing_ready(is_stale=ear.digest != examples.digest(folder))
    except InvalidContent:
        return checks.hearing_ready(lacking="the signals cannot be read")


async def database(settings: Settings) -> Check:
    """Say whether the database can be used. One that is not there yet is not made."""
    path = settings.database.path
    if not path.exists():
        return checks.database_ready(path=str(path), version=0)
    try:
        opened = await open_sqlite(path, busy_timeout=settings.database.busy_timeout)
        try:
            version, waiting = await standing(opened)
        finally:
            await opened.close()
    except StorageError as error:
        return checks.database_refused(path=str(path), problem=error.problem, detail=error.detail)
    return checks.database_ready(path=str(path), version=version, waiting=waiting)


async def at_discord(settings: Settings, token: str) -> Sequence[Check]:
    """Say whether the token, the intents and the rights are as the settings need them."""
    endpoint.point_at(settings.discord.endpoint)
    try:
        async with logged_in(token) as client:
            guilds = [guild async for guild in client.fetch_guilds()]
            name = client.user.name if client.user else "The bot"
            return [
                checks.discord_ready(bot=name, servers=len(guilds)),
                checks.intents(missing=missing_intents(settings, await flags(client))),
                *[await rights(settings, client, guild.id) for guild in guilds],
            ]
    except discord.LoginFailure:
        return [checks.token_refused()]
    except (aiohttp.ClientError, TimeoutError, discord.HTTPException):
        return [checks.discord_unreachable(endpoint=settings.discord.endpoint)]


@asynccontextmanager
async def logged_in(token: str) -> AsyncGenerator[discord.Client]:
    """Log in without opening the gateway: nobody sees the bot come online."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(token)
        yield client


async def flags(client: discord.Client) -> discord.ApplicationFlags:
    """Return what the Developer Portal has switched on for the application."""
    return (await client.application_info()).flags


def missing_intents(settings: Settings, held: discord.ApplicationFlags) -> list[str]:
    """Return the privileged intents that the settings ask for and the portal has switched off."""
    missing: list[str] = []
    # Discord sets the "limited" flag for bots in fewer than 100 servers.
    if settings.discord.message_content and not (
        held.gateway_message_content or held.gateway_message_content_limited
    ):
        missing.append("Message Content Intent")
    if settings.discord.members_intent and not (
        held.gateway_guild_members or held.gateway_guild_members_limited
    ):
        missing.append("Server Members Intent")
    return missing


async def rights(settings: Settings, client: discord.Client, guild_id: int) -> Check:
    """Say what the bot may not do in a server."""
    guild = await client.fetch_guild(guild_id)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    missing = lacking(me.guild_permissions, guard=not settings.discord.message_content)
    return checks.permissions(server=guild.name, missing=missing)
