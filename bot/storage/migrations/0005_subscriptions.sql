-- Calendars that are read again and again from an address.

CREATE TABLE subscriptions (
    id            INTEGER PRIMARY KEY,
    guild_id      BIGINT  NOT NULL,
    address       TEXT    NOT NULL,            -- may be a secret in itself: never logged or shown
    name          TEXT    NOT NULL,            -- what the calendar calls itself
    room_id       BIGINT  NOT NULL,            -- where its new meetings are held
    etag          TEXT    NOT NULL DEFAULT '',
    last_modified TEXT    NOT NULL DEFAULT '',
    read_at       BIGINT,                      -- when it was last found to be well
    problem       TEXT,                        -- why it cannot be read, while it cannot
    failures      INTEGER NOT NULL DEFAULT 0,  -- in a row
    is_told       INTEGER NOT NULL DEFAULT 0,  -- whether staff know of the problem
    new_told      TEXT    NOT NULL DEFAULT '', -- SHA-256 of the new uids that staff were told of
    next_at       BIGINT  NOT NULL,
    lease_until   BIGINT,                      -- real time
    UNIQUE (guild_id, address)
);
CREATE INDEX subscriptions_next ON subscriptions (next_at);
CREATE INDEX subscriptions_lease ON subscriptions (lease_until) WHERE lease_until IS NOT NULL;

-- Where, in the calendar's own words.
ALTER TABLE meeting_series ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- The address whose word counts for it.
ALTER TABLE meeting_series ADD COLUMN subscription_id INTEGER
    REFERENCES subscriptions (id) ON DELETE SET NULL;
-- Staff were asked what becomes of it: vanished, cancelled, over; kept when they kept it.
ALTER TABLE meeting_series ADD COLUMN asked TEXT;

-- Earlier parts of a series that was split here; its calendar, when it changes, means them too.
CREATE TABLE series_parts (
    meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id) ON DELETE CASCADE,
    guild_id   BIGINT  NOT NULL,
    uid        TEXT    NOT NULL
);
CREATE INDEX series_parts_uid ON series_parts (guild_id, uid);
