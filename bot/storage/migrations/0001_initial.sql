-- Every moment is integer microseconds since 1970, UTC. Snowflakes need 64 bits. No column holds a
-- member's words; which columns name a person stands in bot/storage/personal.py.

CREATE TABLE servers (
    guild_id  BIGINT PRIMARY KEY,
    zone      TEXT   NOT NULL,           -- IANA
    language  TEXT   NOT NULL,
    set_up_at BIGINT NOT NULL
);

CREATE TABLE server_rooms (
    guild_id   BIGINT NOT NULL REFERENCES servers (guild_id) ON DELETE CASCADE,
    purpose    TEXT   NOT NULL,          -- staff, questions, meetings, ...
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, purpose)
);

CREATE TABLE server_roles (
    guild_id BIGINT NOT NULL REFERENCES servers (guild_id) ON DELETE CASCADE,
    purpose  TEXT   NOT NULL,            -- admin, moderator, facilitator, ...
    role_id  BIGINT NOT NULL,
    PRIMARY KEY (guild_id, purpose, role_id)
);

CREATE TABLE server_policies (
    guild_id BIGINT NOT NULL REFERENCES servers (guild_id) ON DELETE CASCADE,
    key      TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    PRIMARY KEY (guild_id, key)
);

CREATE TABLE deliveries (
    id               INTEGER PRIMARY KEY,
    key              TEXT    NOT NULL UNIQUE, -- kind:subject:occurrence:lead, one row per thing said
    guild_id         BIGINT  NOT NULL,
    channel_id       BIGINT,                  -- one of these two
    user_id          BIGINT,
    kind             TEXT    NOT NULL,
    payload          TEXT    NOT NULL,        -- the notice as JSON; never a member's words
    due_at           BIGINT  NOT NULL,        -- never changes
    late_at          BIGINT,
    missed_at        BIGINT,
    try_at           BIGINT  NOT NULL,        -- due_at, or later after a failure
    state            TEXT    NOT NULL DEFAULT 'pending',
    attempts         INTEGER NOT NULL DEFAULT 0,
    claims           INTEGER NOT NULL DEFAULT 0,
    first_claimed_at BIGINT,
    lease_until      BIGINT,                  -- real time, also where the clock is a sandbox's
    closed_at        BIGINT,
    sent_channel_id  BIGINT,
    sent_message_id  BIGINT,
    CHECK ((channel_id IS NULL) <> (user_id IS NULL))
);
-- Partial, so that what was said long ago costs nothing.
CREATE INDEX deliveries_pending ON deliveries (try_at) WHERE state = 'pending';
CREATE INDEX deliveries_closed ON deliveries (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX deliveries_claimed ON deliveries (lease_until) WHERE state = 'claimed';

CREATE TABLE meetings (
    id          INTEGER PRIMARY KEY,
    guild_id    BIGINT  NOT NULL,
    title       TEXT    NOT NULL,
    first_local TEXT    NOT NULL,        -- wall clock of the first start, ISO 8601 without a zone
    zone        TEXT    NOT NULL,        -- IANA
    rule        TEXT,                    -- RFC 5545 RRULE without its name; NULL for once
    minutes     INTEGER NOT NULL,
    room_id     BIGINT  NOT NULL,
    leads       TEXT    NOT NULL,        -- JSON list of minutes, longest first
    created_by  BIGINT  NOT NULL,
    created_at  BIGINT  NOT NULL,
    planned_to  BIGINT  NOT NULL,        -- reminders due before this are in the ledger
    ended_at    BIGINT
);
CREATE INDEX meetings_live ON meetings (guild_id) WHERE ended_at IS NULL;

CREATE TABLE drafts (
    id         INTEGER PRIMARY KEY,
    guild_id   BIGINT NOT NULL,
    author_id  BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    payload    TEXT   NOT NULL,          -- what staff typed, as JSON
    expires_at BIGINT NOT NULL
);

CREATE TABLE incidents (
    id              INTEGER PRIMARY KEY,
    guild_id        BIGINT NOT NULL,
    kind            TEXT   NOT NULL,
    level           TEXT   NOT NULL,
    topic           TEXT   NOT NULL,
    author_id       BIGINT NOT NULL,
    channel_id      BIGINT,
    message_id      BIGINT,
    signals         TEXT   NOT NULL,     -- JSON list of signal ids; never the words
    created_at      BIGINT NOT NULL,
    acknowledged_by BIGINT,
    acknowledged_at BIGINT
);

CREATE TABLE cases (
    guild_id        BIGINT  NOT NULL,
    number          INTEGER NOT NULL,    -- counts up from 1 in each guild
    action          TEXT    NOT NULL,
    state           TEXT    NOT NULL,    -- begun, done, failed
    target_id       BIGINT  NOT NULL,
    moderator_id    BIGINT  NOT NULL,
    reason          TEXT    NOT NULL,    -- a key of the short list
    note            TEXT    NOT NULL,    -- what the moderator typed, until note_expires_at
    note_expires_at BIGINT  NOT NULL,
    channel_id      BIGINT,
    message_id      BIGINT,
    until           BIGINT,
    told            INTEGER,
    created_at      BIGINT  NOT NULL,
    PRIMARY KEY (guild_id, number)
);
CREATE INDEX cases_target ON cases (guild_id, target_id);

CREATE TABLE answer_counts (
    guild_id BIGINT  NOT NULL,           -- 0 in a direct message
    day      TEXT    NOT NULL,           -- UTC date
    entry_id TEXT    NOT NULL,           -- nearest entry; never the question
    outcome  TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (guild_id, day, entry_id, outcome)
);

-- Discord's own ids of direct messages: opening one again costs a request, and too many are refused.
CREATE TABLE dm_channels (
    user_id    BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL
);
