"""Answering an interaction: privately unless said otherwise, first or afterwards alike."""

import aiohttp
import discord
from discord import Interaction

from bot.chat.render.said import Said

UNANSWERED = (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError)
"""What an answer raises that Discord does not take: refused, or cut off on its way."""


async def answer(interaction: Interaction, said: Said, *, private: bool = True) -> None:
    """Answer an interaction, or add to its answer when it has one."""
    if interaction.response.is_done():
        await interaction.followup.send(**said.sending(), ephemeral=private)
    else:
        await interaction.response.send_message(**said.sending(), ephemeral=private)


async def change(interaction: Interaction, said: Said) -> None:
    """Put `said` in place of the message whose button was pressed."""
    if interaction.response.is_done():
        await interaction.edit_original_response(**said.editing())
    else:
        await interaction.response.edit_message(**said.editing())


async def put_in_place(interaction: Interaction, said: Said) -> None:
    """Answer a press: in place of the message, if it is the presser's own, else privately."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await change(interaction, said)
    else:
        await answer(interaction, said)
