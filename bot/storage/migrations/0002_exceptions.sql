-- What differs from a meeting's rule, and who wants to be reminded how. Wall-clock times are ISO 8601
-- without a zone, by the meeting's own clocks.

ALTER TABLE meetings ADD COLUMN facilitator_id BIGINT;
ALTER TABLE meetings ADD COLUMN ping_role_id BIGINT;
-- Counts up with every change, and stands in the keys of what is planned after it.
ALTER TABLE meetings ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

CREATE TABLE meeting_exceptions (
    meeting_id     INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    original_local TEXT    NOT NULL,     -- the start that the rule gives
    is_skipped     INTEGER NOT NULL,
    moved_to       TEXT,
    facilitator_id BIGINT,
    PRIMARY KEY (meeting_id, original_local)
);

CREATE TABLE holidays (
    guild_id BIGINT NOT NULL,
    day      TEXT   NOT NULL,            -- ISO date, by each meeting's own clocks
    PRIMARY KEY (guild_id, day)
);

-- Who asked to be reminded in private, until they take it back.
CREATE TABLE dm_wishes (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    user_id    BIGINT  NOT NULL,
    since      BIGINT  NOT NULL,
    PRIMARY KEY (meeting_id, user_id)
);
CREATE INDEX dm_wishes_user ON dm_wishes (user_id);

CREATE INDEX deliveries_person ON deliveries (user_id) WHERE closed_at IS NULL;

-- Whose direct messages were refused, until they are told so.
CREATE TABLE dm_refusals (
    user_id BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL
);

-- How many plan to come. Who they are, nobody can say: answers hold keyed hashes, and the key of an
-- occurrence is destroyed with its answers when the meeting ends.
CREATE TABLE rsvp_occurrences (
    meeting_id  INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    original_at BIGINT  NOT NULL,
    ends_at     BIGINT  NOT NULL,
    hash_key    TEXT,                    -- NULL once destroyed
    coming      INTEGER NOT NULL DEFAULT 0,
    not_coming  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (meeting_id, original_at)
);
CREATE INDEX rsvp_open ON rsvp_occurrences (ends_at) WHERE hash_key IS NOT NULL;

CREATE TABLE rsvp_answers (
    meeting_id  INTEGER NOT NULL,
    original_at BIGINT  NOT NULL,
    answerer    TEXT    NOT NULL,        -- HMAC-SHA256 of the person's id, in hex
    is_coming   INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, original_at, answerer)
);
