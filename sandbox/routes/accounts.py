"""People's own accounts and the applications they make: Discord's client and developer routes."""

import secrets
from typing import Final

from sandbox import accounts
from sandbox.acts import guilds as acts
from sandbox.errors import invalid, refuse
from sandbox.forms.form import Form
from sandbox.payloads import people
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Reply, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Application, Guild, User


def register(call: Call) -> Answer:
    """Make a person's account."""
    form = call.form()
    form.require("username", "email", "password")
    username, email = form.text("username", low=2, high=32), form.text("email", low=3, high=320)
    password = form.text("password", low=1, high=72)
    global_name = form.text("global_name", low=1, high=32)
    form.check()
    if email and "@" not in email:
        raise invalid(("email",), "EMAIL_TYPE_INVALID_EMAIL", "Not a well formed email address.")
    if any(user.email == email for user in call.sandbox.world.users.values()):
        raise invalid(("email",), "EMAIL_ALREADY_REGISTERED", "Email is already registered.")
    user = User(
        call.sandbox.new_id(),
        username or "",
        global_name,
        _discriminator(call, username or ""),
        email=email,
        password=accounts.digest(password or ""),
    )
    call.sandbox.world.users[user.id] = user
    return Reply(201, {"token": _new_token(call, user), "user_id": str(user.id)})


def login(call: Call) -> Answer:
    """Log a person in with an email address and a password."""
    form = call.form()
    login_as = form.text("login", high=320) or form.text("email", high=320)
    password = form.text("password", high=72)
    if login_as is None:
        form.require("login")
    form.require("password")
    form.check()
    for user in call.sandbox.world.users.values():
        known = login_as in (user.email, user.username)
        if known and not user.bot and accounts.is_password(user.password, password or ""):
            token = call.sandbox.world.token_of(user.id) or _new_token(call, user)
            settings = {"locale": "en-US", "theme": "light"}
            return {"token": token, "user_id": str(user.id), "user_settings": settings}
    sentence = "Login or password is invalid."
    raise invalid(("login",), "INVALID_LOGIN", sentence)


def logout(call: Call) -> Answer:
    """Take a person's leave; the token stays good, as the seeded people share theirs."""
    del call
    return None


def get_applications(call: Call) -> Answer:
    """List the applications a person has made."""
    world = call.sandbox.world
    mine = [a for a in world.applications.values() if a.owner_id == call.me.id]
    return [people.application(a, world) for a in mine]


def post_application(call: Call) -> Answer:
    """Make an application; its bot comes with the next step."""
    form = call.form()
    form.require("name")
    name, description = form.text("name", low=2, high=32), form.text("description", high=400)
    form.check()
    application = Application(call.sandbox.new_id(), name or "", call.me.id, accounts.ALL_INTENTS)
    application.description = description or ""
    call.sandbox.world.applications[application.id] = application
    return Reply(201, people.application(application, call.sandbox.world))


def get_application(call: Call) -> Answer:
    """Show an application to its owner or its bot."""
    return people.application(_mine(call), call.sandbox.world)


def patch_application(call: Call) -> Answer:
    """Change an application; its `flags` open privileged intents."""
    application, form = _mine(call), call.form()
    name, description = form.text("name", low=2, high=32), form.text("description", high=400)
    flags = form.bits("flags")
    public = form.boolean("bot_public", default=application.is_public)
    form.check()
    application.name = name or application.name
    application.flags = application.flags if flags is None else flags
    application.is_public = public
    if form.has("description"):
        application.description = description or ""
    return people.application(application, call.sandbox.world)


def post_bot(call: Call) -> Answer:
    """Make an application's bot, and give its token."""
    application = _mine(call)
    world = call.sandbox.world
    if application.bot_id is None:
        name = application.name[:32]
        number = f"{secrets.randbelow(9999) + 1:04}"
        bot = User(application.id, name, discriminator=number, bot=True)
        world.users[bot.id] = bot
        application.bot_id = bot.id
    bot = world.users[application.bot_id]
    token = world.token_of(bot.id) or _new_token(call, bot)
    return {**people.user(bot), "token": token}


def reset_bot(call: Call) -> Answer:
    """Give a bot another token; the old one is good no more."""
    application = _mine(call)
    if application.bot_id is None:
        raise refuse(10013)
    world = call.sandbox.world
    bot = world.users[application.bot_id]
    for token in [t for t, owner in world.tokens.items() if owner == bot.id]:
        del world.tokens[token]
    call.sandbox.hub.end_all_of(bot.id, 4004, "Authentication failed.")
    return {"token": _new_token(call, bot)}


def get_authorize(call: Call) -> Answer:
    """Show what is asked before a bot is added, and where it may be."""
    application = _asked_for(call)
    world = call.sandbox.world
    mine = [g for g in world.guilds_of(call.me.id) if _may_add(call, g)]
    bot = None if application.bot_id is None else people.user(world.users[application.bot_id])
    return {
        "application": people.public_application(application, world),
        "bot": bot,
        "user": people.user(call.me),
        "authorized": False,
        "guilds": [{"id": str(g.id), "name": g.name, "icon": None} for g in mine],
    }


def post_authorize(call: Call) -> Answer:
    """Add a bot to a guild one manages."""
    application, form = _asked_for(call), call.form()
    form.require("guild_id")
    guild_id = form.snowflake("guild_id")
    granted = form.bits("permissions")
    if granted is None:
        granted = Form(dict(call.query), form.faults).bits("permissions")
    is_sure = form.boolean("authorize", default=True)
    form.check()
    world = call.sandbox.world
    guild = world.guilds.get(guild_id or Snowflake(0))
    if guild is None:
        raise refuse(10004)
    if call.me.id not in guild.members:
        raise refuse(50001)
    if not _may_add(call, guild):
        raise refuse(50013)
    if not is_sure:
        return {"location": "/oauth2/error?error=access_denied"}
    bot = None if application.bot_id is None else world.users[application.bot_id]
    if bot is None:
        raise refuse(10013)
    acts.install(call.sandbox, guild, application, bot, granted or 0, call.me)
    return {"location": "/oauth2/authorized"}


def _may_add(call: Call, guild: Guild) -> bool:
    return access.allowed(call, guild, Permission.MANAGE_GUILD)


def _asked_for(call: Call) -> Application:
    form = call.asked()
    form.require("client_id")
    client_id = form.snowflake("client_id")
    form.check()
    application = call.sandbox.world.applications.get(client_id or Snowflake(0))
    if application is None:
        raise refuse(10002)
    if not application.is_public and application.owner_id != call.me.id:
        raise refuse(20012)
    return application


def _mine(call: Call) -> Application:
    application = call.sandbox.world.applications.get(call.id("application_id"))
    if application is None:
        raise refuse(10002)
    if call.me.id not in (application.owner_id, application.bot_id):
        raise refuse(20012)
    return application


def _discriminator(call: Call, username: str) -> str:
    """Keep namesakes apart the way Discord once did, so that no name is ever taken."""
    taken = {u.discriminator for u in call.sandbox.world.users.values() if u.username == username}
    numbers = (f"{number:04}" for number in range(1, 10_000))
    return "0" if not taken else next(n for n in numbers if n not in taken)


def _new_token(call: Call, user: User) -> str:
    token = accounts.new_token(user.id, call.now)
    call.sandbox.world.tokens[token] = user.id
    return token


_APPLICATION: Final = "/applications/{application_id}"
ROUTES = [
    Route("POST", "/auth/register", register, Who.NOBODY_YET),
    Route("POST", "/auth/login", login, Who.NOBODY_YET),
    Route("POST", "/auth/logout", logout, Who.PERSON),
    Route("GET", "/applications", get_applications, Who.PERSON),
    Route("POST", "/applications", post_application, Who.PERSON),
    Route("GET", _APPLICATION, get_application),
    Route("PATCH", _APPLICATION, patch_application),
    Route("POST", f"{_APPLICATION}/bot", post_bot, Who.PERSON),
    Route("POST", f"{_APPLICATION}/bot/reset", reset_bot, Who.PERSON),
    Route("GET", "/oauth2/authorize", get_authorize, Who.PERSON),
    Route("POST", "/oauth2/authorize", post_authorize, Who.PERSON),
]
