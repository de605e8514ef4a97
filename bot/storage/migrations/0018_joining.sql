-- The group's rules and privacy notice, a row for each version and language.
CREATE TABLE terms (
    guild_id     BIGINT  NOT NULL,
    version      INTEGER NOT NULL,
    language     TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    reviewed_by  TEXT,
    dated        TEXT    NOT NULL,
    published_at BIGINT,
    published_by BIGINT,
    PRIMARY KEY (guild_id, version, language)
);

-- Who agreed to which version, and when something is next to be done about their role.
CREATE TABLE consents (
    guild_id      BIGINT  NOT NULL,
    user_id       BIGINT  NOT NULL,
    version       INTEGER NOT NULL,
    agreed_at     BIGINT  NOT NULL,
    role_id       BIGINT,
    given_at      BIGINT,
    asked_version INTEGER NOT NULL DEFAULT 0,
    is_withdrawn  INTEGER NOT NULL DEFAULT 0,
    away_since    BIGINT,
    turn          INTEGER NOT NULL DEFAULT 1,
    due_at        BIGINT  NOT NULL,
    lease_until   BIGINT,
    attempts      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX consents_due ON consents (due_at);

-- The card that asks to agree, one a server, kept in step with the version.
CREATE TABLE terms_cards (
    guild_id       BIGINT PRIMARY KEY,
    channel_id     BIGINT  NOT NULL,
    message_id     BIGINT,
    number         INTEGER NOT NULL DEFAULT 1,
    version        INTEGER NOT NULL DEFAULT 0,
    old_channel_id BIGINT,
    old_message_id BIGINT,
    due_at         BIGINT,
    lease_until    BIGINT,
    attempts       INTEGER NOT NULL DEFAULT 0
);
