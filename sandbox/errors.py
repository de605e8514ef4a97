"""Discord's refusals: an HTTP status, a JSON error code, its sentence, and the fields at fault.

Source: Discord API v10, "Opcodes and Status Codes"; the shapes are those of its own description.
"""

from typing import Any, Final

Path = tuple[str | int, ...]

_SENTENCES: Final[dict[int, tuple[int, str]]] = {
    10001: (404, "Unknown account"),
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10006: (404, "Unknown Invite"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10009: (404, "Unknown Overwrite"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (404, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10066: (404, "Unknown application command permissions"),
    10070: (404, "Unknown Guild Scheduled Event"),
    20001: (403, "Bots cannot use this endpoint"),
    20002: (403, "Only bots can use this endpoint"),
    20012: (403, "You are not authorized to perform this action on this application"),
    30001: (400, "Maximum number of guilds reached (100)"),
    30003: (400, "Maximum number of pins reached for the channel (50)"),
    30005: (400, "Maximum number of guild roles reached (250)"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30013: (400, "Maximum number of guild channels reached (500)"),
    30032: (400, "Maximum number of application commands reached (100)"),
    30034: (429, "Max number of daily application command creates has been reached (200)"),
    30038: (400, "Maximum number of uncompleted guild scheduled events reached (100)"),
    40001: (401, "Unauthorized. Provide a valid token and try again."),
    40005: (413, "Request entity too large"),
    40007: (403, "The user is banned from this guild."),
    40060: (400, "Interaction has already been acknowledged."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50009: (403, "Channel verification level is too high for you to gain access"),
    50013: (403, "Missing Permissions"),
    50014: (401, "Invalid authentication token provided"),
    50016: (400, "Provided too few or too many messages to delete. Must provide at least 2 and "
            "fewer than 100 messages to delete."),
    50019: (403, "A message can only be pinned to the channel it was sent in"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50028: (400, "Invalid Role"),
    50033: (400, "Invalid Recipient(s)"),
    50034: (400, "You can only bulk delete messages that are under 14 days old."),
    50035: (400, "Invalid Form Body"),
    50036: (400, "An invite was accepted to a guild the application's bot is not in"),
    50055: (400, "Invalid Guild"),
    50068: (400, "Invalid message type"),
    50074: (403, "Cannot delete a channel required for Community guilds"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50178: (400, "The user account must first be verified"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (400, "You do not have permission to reply without reading the message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    180000: (400, "Cannot update a finished event"),
    200000: (400, "Message was blocked by automatic moderation"),
}  # fmt: skip


class DiscordError(Exception):
    """A refusal in Discord's words.

    Attributes:
        errors: the fields at fault, nested as the request was, each leaf `{"_errors": [...]}`.
    """

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        """Build the answer's JSON."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def refuse(code: int) -> DiscordError:
    """Build the refusal with one of Discord's JSON error codes."""
    status, message = _SENTENCES[code]
    return DiscordError(status, code, message)


def plain(status: int, phrase: str) -> DiscordError:
    """Build a refusal without a code of its own, such as `404: Not Found`."""
    return DiscordError(status, 0, f"{status}: {phrase}")


def invalid_form(faults: list[tuple[Path, str, str]]) -> DiscordError:
    """Build the refusal of a form (50035) from paths into the body, codes and sentences."""
    errors: dict[str, Any] = {}
    # Longer paths first: a field tells either of itself or of what is in it, never of both.
    for path, code, sentence in sorted(faults, key=lambda fault: -len(fault[0])):
        node = errors
        for step in path:
            node = node.setdefault(str(step), {})
        # Discord sends the word as `code`, but its own description asks for a number there, and
        # answers are held against the description: the word stands beside it.
        if node and "_errors" not in node:
            continue
        fault = {"code": 50035, "name": code, "message": sentence}
        node.setdefault("_errors", []).append(fault)
    status, message = _SENTENCES[50035]
    return DiscordError(status, 50035, message, errors)


def invalid(path: Path, code: str, sentence: str) -> DiscordError:
    """Build the refusal of a form for one fault."""
    return invalid_form([(path, code, sentence)])
