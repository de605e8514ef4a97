"""Waymark: hosts the support-group rooms of a clinic on Discord."""

import zoneinfo

# Zone rules change several times a year, and a machine's own copy may be years old. The pinned
# tzdata package is the only source, on every machine alike.
zoneinfo.reset_tzpath(to=())
