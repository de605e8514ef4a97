"""Users, and the direct conversations they open."""

from sandbox.acts import direct
from sandbox.errors import refuse
from sandbox.payloads import guilds, people
from sandbox.permissions import in_guild
from sandbox.routes.call import Answer, Call, Route


def get_me(call: Call) -> Answer:
    """Show the caller to itself."""
    return people.own_user(call.me)


def patch_me(call: Call) -> Answer:
    """Change one's own name, and the language of one's client."""
    form = call.form()
    username = form.text("username", low=2, high=32)
    global_name = form.text("global_name", low=1, high=32)
    bio = form.text("bio", high=190)
    locale = form.text("locale", low=2, high=8)
    form.check()
    call.me.username = username or call.me.username
    call.me.bio = call.me.bio if bio is None else bio
    call.me.locale = locale or call.me.locale
    if form.has("global_name"):
        call.me.global_name = global_name
    call.sandbox.hub.tell(call.me.id, "USER_UPDATE", people.own_user(call.me))
    return people.own_user(call.me)


def get_user(call: Call) -> Answer:
    """Show any user."""
    user = call.sandbox.world.users.get(call.id("user_id"))
    if user is None:
        raise refuse(10013)
    return people.user(user)


def get_my_guilds(call: Call) -> Answer:
    """List the guilds the caller is in."""
    form = call.asked()
    limit = form.integer("limit", low=1, high=200) or 200
    before, after = form.snowflake("before"), form.snowflake("after")
    form.check()
    found = [
        guild
        for guild in call.sandbox.world.guilds_of(call.me.id)
        if (before is None or guild.id < before) and (after is None or guild.id > after)
    ]
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner_id == call.me.id,
            "permissions": str(in_guild(guild, guild.members[call.me.id], call.now)),
            "features": list(guild.features),
            "approximate_member_count": len(guild.members),
            "approximate_presence_count": 0,
        }
        for guild in found[:limit]
    ]


def get_my_member(call: Call) -> Answer:
    """Show the caller as a member of a guild."""
    guild = call.sandbox.world.guilds.get(call.id("guild_id"))
    if guild is None or call.me.id not in guild.members:
        raise refuse(10004)
    return people.member(guild.members[call.me.id], call.sandbox.world.users)


def get_my_channels(call: Call) -> Answer:
    """List the direct conversations of a person; a bot's list is always empty."""
    if call.me.bot:
        return []
    world = call.sandbox.world
    return [
        guilds.direct_channel(c, world, call.me.id) for c in world.direct_channels_of(call.me.id)
    ]


def post_my_channels(call: Call) -> Answer:
    """Open a direct conversation."""
    form = call.form()
    recipient_id = form.snowflake("recipient_id")
    several = form.snowflakes("recipients", high=10)
    form.check()
    if recipient_id is None and len(several) == 1:
        recipient_id = several[0]
    if recipient_id is None:
        raise refuse(50033)
    channel = direct.open_channel(call.sandbox, call.me, recipient_id)
    return guilds.direct_channel(channel, call.sandbox.world, call.me.id)


ROUTES = [
    Route("GET", "/users/@me", get_me),
    Route("PATCH", "/users/@me", patch_me),
    Route("GET", "/users/@me/guilds", get_my_guilds),
    Route("GET", "/users/@me/guilds/{guild_id}/member", get_my_member),
    Route("GET", "/users/@me/channels", get_my_channels),
    Route("POST", "/users/@me/channels", post_my_channels),
    Route("GET", "/users/{user_id}", get_user),
]
