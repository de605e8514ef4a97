"""What a client asks before it connects: itself, its application, and where the gateway is."""

from sandbox.errors import refuse
from sandbox.payloads import people
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.world.entities import Application


def gateway_address(call: Call) -> str:
    """Tell the gateway's address."""
    return call.sandbox.origin.replace("http", "ws", 1) + "/gateway"


def get_gateway(call: Call) -> Answer:
    """Tell where the gateway is."""
    return {"url": gateway_address(call)}


def get_gateway_bot(call: Call) -> Answer:
    """Tell a bot where the gateway is and how often it may identify."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": gateway_address(call), "shards": 1, "session_start_limit": limit}


def get_own_application(call: Call) -> Answer:
    """Show a bot its application."""
    return people.application(_own(call), call.sandbox.world)


def patch_own_application(call: Call) -> Answer:
    """Change what a bot may change of its application."""
    application, form = _own(call), call.form()
    description, flags = form.text("description", high=400), form.bits("flags")
    tags = form.texts("tags", high=5, each=20)
    form.check()
    if description is not None:
        application.description = description
    if flags is not None:
        application.flags = flags
    if form.has("tags"):
        application.tags = tags
    return people.application(application, call.sandbox.world)


def _own(call: Call) -> Application:
    application = call.sandbox.world.application_of(call.me.id)
    if application is None:
        raise refuse(10002)
    return application


ROUTES = [
    Route("GET", "/gateway", get_gateway, Who.NOBODY_YET),
    Route("GET", "/gateway/bot", get_gateway_bot, Who.BOT),
    Route("GET", "/oauth2/applications/@me", get_own_application, Who.BOT),
    Route("GET", "/applications/@me", get_own_application, Who.BOT),
    Route("PATCH", "/applications/@me", patch_own_application, Who.BOT),
]
