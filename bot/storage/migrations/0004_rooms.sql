-- Rooms that open and close with their meetings, and the events in Discord's own calendar.

-- Meetings whose room is closed between them.
CREATE TABLE kept_rooms (
    meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id) ON DELETE CASCADE,
    next_at    BIGINT,                   -- when to look at it next: its next start, or at once
    opened_for BIGINT                    -- start of the occurrence it was last opened for
);
CREATE INDEX kept_rooms_next ON kept_rooms (next_at);

CREATE TABLE room_openings (
    id          INTEGER PRIMARY KEY,
    guild_id    BIGINT  NOT NULL,
    channel_id  BIGINT  NOT NULL,
    kind        TEXT    NOT NULL,        -- rest, open
    meeting_id  INTEGER,
    by_hand     INTEGER NOT NULL,
    state       TEXT    NOT NULL,        -- applying, standing, undoing, over
    saved       TEXT,                    -- overwrites before, as JSON: id, person, allow, deny
    ours        TEXT    NOT NULL,        -- bits we set, as JSON: id, person, mask, allow, deny
    due_at      BIGINT,                  -- when something is next to be done
    closes_at   BIGINT,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease_until BIGINT,                  -- real time, also where the clock is a sandbox's
    over_at     BIGINT
);
-- One change of a kind lies over a room at a time.
CREATE UNIQUE INDEX room_openings_live ON room_openings (channel_id, kind) WHERE state <> 'over';
CREATE INDEX room_openings_due ON room_openings (due_at) WHERE state <> 'over';
CREATE INDEX room_openings_over ON room_openings (over_at) WHERE state = 'over';

-- Servers that show their meetings in Discord's own calendar, or have yet to clear it.
CREATE TABLE event_windows (
    guild_id    BIGINT  PRIMARY KEY,
    due_at      BIGINT,                  -- when it is next brought in step
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease_until BIGINT                   -- real time
);

CREATE TABLE meeting_events (
    id         INTEGER PRIMARY KEY,
    guild_id   BIGINT  NOT NULL,
    meeting_id INTEGER NOT NULL,
    marker     TEXT    NOT NULL UNIQUE,  -- stands in the event's description
    starts_at  BIGINT  NOT NULL,
    ends_at    BIGINT  NOT NULL,
    title      TEXT    NOT NULL,
    room_id    BIGINT  NOT NULL,
    state      TEXT    NOT NULL,         -- wanted, shown, asked, left
    event_id   BIGINT
);
CREATE INDEX meeting_events_guild ON meeting_events (guild_id);
