"""Accounts: login tokens, kept passwords, and what a new application may do."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Final

from sandbox.gateway import intents
from sandbox.snowflakes import Snowflake

# A sandbox opens every privileged intent; /sandbox/faults closes them.
ALL_INTENTS: Final = intents.ALL_LIMITED


def new_token(user_id: Snowflake, now: datetime) -> str:
    """Make a login token in the three parts of Discord's own."""
    who = base64.urlsafe_b64encode(str(user_id).encode()).decode().rstrip("=")
    moment = int(now.timestamp()).to_bytes(4, "big")
    when = base64.urlsafe_b64encode(moment).decode().rstrip("=")
    return f"{who}.{when}.{secrets.token_urlsafe(28)}"


def digest(password: str) -> str:
    """Make what is kept of a password: a salt and its scrypt digest."""
    salt = secrets.token_hex(8)
    return f"{salt}${_scrypt(password, salt)}"


def is_password(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that was kept."""
    if kept is None:
        return False
    salt, digested = kept.split("$")
    return secrets.compare_digest(digested, _scrypt(password, salt))


def _scrypt(password: str, salt: str) -> str:
    # Cheap on purpose: tests register many people, and nothing here is secret.
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=16, r=8, p=1).hex()
