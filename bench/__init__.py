"""Performance beside the bare discord.py client, in one run: `python -m bench`.

Both sides speak to the same kind of sandbox over real sockets, take turns round by round, and are
compared by their medians. Nothing here is a timed test; `docs/performance.md` says what was found.
"""
