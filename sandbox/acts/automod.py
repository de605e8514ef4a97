"""Discord's own auto-moderation: rules applied to what people write, and what follows."""

from sandbox.core import Sandbox
from sandbox.world.entities import Channel, Message, User


def screen(sandbox: Sandbox, channel: Channel, author: User, content: str) -> None:
    """Refuse what a rule blocks."""


def report(sandbox: Sandbox, channel: Channel, author: User, message: Message) -> None:
    """Carry out what rules ask for after a message was posted."""
