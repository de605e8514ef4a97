"""The measure of all things: discord.py, one slash command, one word it replies to, nothing else.

`python -m bench.bare API` with the token in WAYMARK_DISCORD_TOKEN. It knows nothing of our bot.
"""

import asyncio
import json
import os
import sys

import discord
import uvloop
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

TRIGGER = "swordfish"
COMMAND = "ping"

discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class Bare(discord.Client):
    """The same intents as ours; everything else as discord.py has it."""

    def __init__(self) -> None:
        asked = discord.Intents.none()
        asked.guilds = asked.guild_messages = asked.dm_messages = asked.message_content = True
        super().__init__(intents=asked, guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name=COMMAND, description="Answer.")(ping)

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Print the line that says so."""
        sys.stdout.write(json.dumps({"event": "ready"}) + "\n")
        sys.stdout.flush()

    async def on_message(self, message: discord.Message) -> None:
        """Reply to the word."""
        if message.content == TRIGGER:
            await message.reply("seen", mention_author=False)


async def ping(interaction: discord.Interaction) -> None:
    """Answer a command."""
    await interaction.response.send_message("pong", ephemeral=True)


async def serve(api: str) -> None:
    """Serve `api`, a Discord-compatible base, until killed."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(api).with_scheme("ws").with_path("/gateway")
    async with Bare() as client:
        await client.start(os.environ["WAYMARK_DISCORD_TOKEN"])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(sys.argv[1]))
