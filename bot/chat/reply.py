"""Answering an interaction: privately unless said otherwise, first or afterwards alike."""

from discord import Interaction

from bot.chat.render.said import Said


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
