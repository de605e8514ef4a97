"""Identifiers. A snowflake is Discord's 64-bit id; each kind has its own type.

A channel id handed over where a user id belongs is then a type error, not an incident.
"""

from typing import NewType

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
RoleId = NewType("RoleId", int)
UserId = NewType("UserId", int)
MessageId = NewType("MessageId", int)
# A line of a server's audit log.
AuditId = NewType("AuditId", int)

# Row numbers of our own.
DeliveryId = NewType("DeliveryId", int)
MeetingId = NewType("MeetingId", int)
IncidentId = NewType("IncidentId", int)
DraftId = NewType("DraftId", int)
AsideId = NewType("AsideId", int)
HidingId = NewType("HidingId", int)
HandoverId = NewType("HandoverId", int)
# Counts up from 1 within each guild: what staff call "case 12".
CaseNumber = NewType("CaseNumber", int)
ReportId = NewType("ReportId", int)
LetterId = NewType("LetterId", int)
