"""Uses commands for people, and remembers which."""

from collections.abc import Mapping
from typing import Any

from tests.e2e.driver import Json, Person, Town


class Teller:
    """Uses commands for people, and remembers which."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.used: set[str] = set()

    async def use(self, person: Person, name: str, room: str = "lounge", **options: Any) -> Json:
        """Use a slash command and return its answer."""
        self.used.add(name)
        return await person.answered(await person.slash(self.town.at(room), name, **options))

    async def press(self, person: Person, message: Json, label: str) -> str:
        """Press a button of a message, wherever it stands."""
        return await person.press(message, label, message.get("guild_id") and self.town.guild_id)

    async def hide(self, person: Person, message: Json, typed: Mapping[str, str]) -> Json:
        """Use the message menu Hide, fill its form in and return the answer."""
        self.used.add("Hide")
        form = await person.form(await person.menu(self.town.at("lounge"), "Hide", message["id"]))
        return await person.answered(await person.submit(self.town.at("lounge"), form, **typed))
