"""Every route of the API, in the order they are tried."""

from sandbox.routes import messages, start, users

ALL_ROUTES = [*start.ROUTES, *users.ROUTES, *messages.ROUTES]
