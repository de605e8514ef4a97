-- By what calendars know a meeting that was imported, and what they said of it last.

CREATE TABLE meeting_series (
    meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id) ON DELETE CASCADE,
    guild_id   BIGINT  NOT NULL,
    uid        TEXT    NOT NULL,
    sequence   INTEGER NOT NULL,         -- as its calendar counts; changes made here not included
    digest     TEXT    NOT NULL,         -- SHA-256 of what the calendar says of its dates
    UNIQUE (guild_id, uid)
);
