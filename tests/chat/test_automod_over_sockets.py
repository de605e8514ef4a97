"""Our rules at Discord: real requests to a sandbox, each held against Discord's description."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import discord
import pytest

from bot.chat.automod import DiscordRules
from bot.chat.render import automod as render
from bot.domain.automod import OFF, LiveRule, Part, RuleId, Spec
from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId
from bot.services.ports import MessengerError
from sandbox.server import Server
from tests.sandbox import conftest, discord_description
from tests.sandbox.driver import APPLICATION, GUILD, LOUNGE, STAFF, Caller

server, http, people, admin = conftest.server, conftest.http, conftest.people, conftest.admin
bot, discord_here = conftest.bot, conftest.discord_here

HERE = GuildId(int(GUILD))
PATH = f"/guilds/{GUILD}/auto-moderation/rules"
SPEC = Spec(
    part=Part.CRISIS,
    keywords=tuple(f"phrase {each}" for each in range(1000)),
    patterns=(r"(?i)\btook(?:\W+\w+){0,3}\W+pills\b",),
    alert_to=ChannelId(int(STAFF)),
)


@pytest.fixture
async def rules(server: Server, discord_here: None) -> AsyncIterator[DiscordRules]:
    """The port, let in but without a gateway; what it asked must have fitted the description."""
    del discord_here
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(server.bot_token)
        yield DiscordRules(client)
    if discord_description.PATH.exists():
        asked = [json.loads(line) for line in server.sandbox.traffic.lines().splitlines()]
        ours = [each for each in asked if each["user_id"] == APPLICATION]
        assert [each for record in ours for each in discord_description.problems(record)] == []


async def only(rules: DiscordRules) -> LiveRule:
    """Return the one keyword rule there is."""
    [found] = await rules.live(HERE)
    return found


async def test_a_rule_is_made_as_it_should_stand_and_known_again(
    rules: DiscordRules, bot: Caller
) -> None:
    made = await rules.create(HERE, SPEC)

    assert await only(rules) == made
    assert made.part is Part.CRISIS
    [stands] = await bot.get(PATH)
    assert stands["trigger_metadata"]["keyword_filter"] == list(SPEC.keywords)
    assert stands["actions"] == [{"type": 2, "metadata": {"channel_id": STAFF}}]


async def test_what_people_change_is_seen_and_who_is_exempt_is_theirs(
    rules: DiscordRules, admin: Caller
) -> None:
    made = await rules.create(HERE, SPEC)
    one = f"{PATH}/{made.id}"
    await admin.ok("PATCH", one, {"exempt_channels": [LOUNGE]})
    assert await only(rules) == made
    for change in ({"enabled": False}, {"name": "mine now"}, {"actions": [{"type": 1}]}):
        await admin.ok("PATCH", one, change)
        assert (await only(rules)).mark != made.mark
        assert await rules.edit(HERE, made.id, SPEC) == made

    assert (await admin.get(PATH))[0]["exempt_channels"] == [LOUNGE]


async def test_switching_off_keeps_what_a_rule_says(rules: DiscordRules, admin: Caller) -> None:
    made = await rules.create(HERE, SPEC)
    off = await rules.edit(HERE, made.id, next(each for each in OFF if each.part is SPEC.part))

    [stands] = await admin.get(PATH)
    assert stands["enabled"] is False
    assert stands["trigger_metadata"]["keyword_filter"] == list(SPEC.keywords)
    assert off.mark != made.mark
    assert await rules.edit(HERE, made.id, SPEC) == made


async def test_a_rule_of_our_name_that_somebody_else_made_is_not_ours(
    rules: DiscordRules, admin: Caller
) -> None:
    theirs = {
        "name": render.name(Part.CRISIS),
        "event_type": 1,
        "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["a word"]},
        "actions": [{"type": 1}],
    }
    await admin.ok("POST", PATH, theirs)
    # A preset is no keyword rule: it takes none of the six places.
    preset = {"trigger_type": 4, "trigger_metadata": {"presets": [1]}}
    await admin.ok("POST", PATH, {**theirs, **preset})

    assert (await only(rules)).part is None


async def test_refusals_say_what_may_be_done(rules: DiscordRules, admin: Caller) -> None:
    elsewhere = replace(SPEC, alert_to=ChannelId(5))
    looking_behind = replace(SPEC, patterns=("(?<!not )sell",))
    for spec in (elsewhere, looking_behind):
        with pytest.raises(MessengerError) as refused:
            await rules.create(HERE, spec)
        assert refused.value.failure is Failure.REFUSED
    with pytest.raises(MessengerError) as gone:
        await rules.edit(HERE, RuleId(5), SPEC)
    assert gone.value.failure is Failure.GONE

    for role in await admin.get(f"/guilds/{GUILD}/roles"):
        if role["name"] == "Waymark":
            less = {"permissions": str(int(role["permissions"]) & ~(1 << 5))}
            await admin.ok("PATCH", f"/guilds/{GUILD}/roles/{role['id']}", less)
    with pytest.raises(MessengerError) as forbidden:
        await rules.live(HERE)
    assert forbidden.value.failure is Failure.FORBIDDEN
