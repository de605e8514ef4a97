"""Every route of the API, in the order they are tried."""

from sandbox.routes import start, users

ALL_ROUTES = [*start.ROUTES, *users.ROUTES]
