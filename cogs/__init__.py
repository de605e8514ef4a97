"""The cogs, in the order they are loaded: safety first. The client will not start without one."""

EXTENSIONS = (
    "cogs.safety",
    "cogs.support",
    "cogs.asides",
    "cogs.hiding",
    "cogs.faq",
    "cogs.answers",
    "cogs.handovers",
    "cogs.questions",
    "cogs.meetings",
    "cogs.clinic",
    "cogs.clinic_meetings",
    "cogs.clinic_editing",
    "cogs.clinic_calendars",
    "cogs.group_dates",
    "cogs.moderation",
    "cogs.groups",
    "cogs.clinic_policy",
    "cogs.clinic_faq",
    "cogs.clinic_faq_review",
    "cogs.clinic_faq_import",
)
