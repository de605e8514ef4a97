-- What moderators do to a room or to the whole server, and how it is taken back.

-- Whose word a pause is, and whose its end, where a moderator gave it.
ALTER TABLE room_openings ADD COLUMN case_number INTEGER;
ALTER TABLE room_openings ADD COLUMN end_case    INTEGER;

-- A number of Discord's that is held for a while: a room's slow mode, a server's doors.
CREATE TABLE holds (
    id          INTEGER PRIMARY KEY,
    guild_id    BIGINT  NOT NULL,
    channel_id  BIGINT  NOT NULL,        -- 0 for what is the whole server's
    kind        TEXT    NOT NULL,        -- slowmode, lockdown
    state       TEXT    NOT NULL,        -- applying, standing, undoing, over
    wanted      TEXT    NOT NULL,        -- what is asked for, as JSON
    saved       TEXT,                    -- what stood before, as JSON
    ours        TEXT,                    -- what we set, as JSON
    case_number INTEGER,
    end_case    INTEGER,
    due_at      BIGINT,                  -- when something is next to be done
    ends_at     BIGINT,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease_until BIGINT,                  -- real time
    over_at     BIGINT
);
CREATE UNIQUE INDEX holds_live ON holds (guild_id, channel_id, kind) WHERE state <> 'over';
CREATE INDEX holds_due ON holds (due_at) WHERE state <> 'over';
CREATE INDEX holds_over ON holds (over_at) WHERE state = 'over';

-- Messages that are being removed; a row stands for as long as a hand is on it.
CREATE TABLE purges (
    guild_id    BIGINT  NOT NULL,
    case_number INTEGER NOT NULL,
    channel_id  BIGINT  NOT NULL,
    message_ids TEXT    NOT NULL,        -- as JSON
    PRIMARY KEY (guild_id, case_number)
);
