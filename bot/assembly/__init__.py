"""The bot put together: each part once, in the floor of the house it belongs to."""
