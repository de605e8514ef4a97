-- What members tell staff in private. The words stand on staff's cards alone.
CREATE TABLE reports (
    id          BIGINT  PRIMARY KEY,   -- random: a card's buttons must never fit another report
    guild_id    BIGINT  NOT NULL,
    subject     TEXT    NOT NULL,      -- what repeated reports have in common; empty for nothing
    about       TEXT    NOT NULL,
    about_id    BIGINT,
    channel_id  BIGINT,
    message_id  BIGINT,
    admins_only INTEGER NOT NULL,
    state       TEXT    NOT NULL,      -- open, claimed, resolved
    claimed_by  BIGINT,
    outcome     TEXT    NOT NULL DEFAULT '',
    note        TEXT    NOT NULL DEFAULT '',
    created_at  BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL
);
CREATE UNIQUE INDEX reports_unresolved ON reports (guild_id, subject)
    WHERE subject <> '' AND state <> 'resolved';
CREATE INDEX reports_expire ON reports (expires_at);

CREATE TABLE report_voices (
    report_id   BIGINT  NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    reporter_id BIGINT  NOT NULL,
    kind        TEXT    NOT NULL,
    is_named    INTEGER NOT NULL,
    language    TEXT    NOT NULL,
    is_reply    INTEGER NOT NULL,
    at          BIGINT  NOT NULL,
    PRIMARY KEY (report_id, number)
);
CREATE INDEX report_voices_reporter ON report_voices (reporter_id, at);

CREATE TABLE report_cards (
    report_id  BIGINT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    PRIMARY KEY (report_id, message_id)
);

-- Letters of staff to one member, until they were read.
CREATE TABLE letters (
    id          BIGINT PRIMARY KEY,
    guild_id    BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    what        TEXT   NOT NULL,
    subject     BIGINT NOT NULL,
    language    TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    by_id       BIGINT,
    about_at    BIGINT NOT NULL,
    lease_until BIGINT,                -- real time, while a letter that waited is being shown
    expires_at  BIGINT NOT NULL
);
CREATE INDEX letters_reader ON letters (user_id);
CREATE INDEX letters_expire ON letters (expires_at);
