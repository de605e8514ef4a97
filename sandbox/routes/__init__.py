"""Every route of the API, in the order they are tried."""

from sandbox.routes import answering, asking, commands, hooks, messages, start, users

ALL_ROUTES = [
    *start.ROUTES,
    *users.ROUTES,
    *messages.ROUTES,
    *commands.ROUTES,
    *asking.ROUTES,
    *answering.ROUTES,
    *hooks.ROUTES,
]
