-- A note for one person whose direct messages are closed, while its line stands in the room.
CREATE TABLE asides (
    id         INTEGER PRIMARY KEY,
    guild_id   BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    what       TEXT   NOT NULL,
    facts      TEXT   NOT NULL,   -- JSON: ids and words of ours
    expires_at BIGINT NOT NULL
);
CREATE INDEX asides_expire ON asides (expires_at);

-- A message that the bot hides on its own word, until staff's card expires. No strike: no case.
CREATE TABLE hidings (
    id              INTEGER PRIMARY KEY,
    guild_id        BIGINT  NOT NULL,
    what            TEXT    NOT NULL,
    author_id       BIGINT  NOT NULL,
    channel_id      BIGINT  NOT NULL,
    message_id      BIGINT  NOT NULL UNIQUE,
    language        TEXT    NOT NULL,
    has_writer      INTEGER NOT NULL,   -- 0: a webhook's
    state           TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    expires_at      BIGINT  NOT NULL,
    card_channel_id BIGINT,
    card_message_id BIGINT
);
CREATE INDEX hidings_expire ON hidings (expires_at);
CREATE INDEX hidings_open ON hidings (state) WHERE state IN ('begun', 'shown', 'hidden');

-- How often what was heard, by day; of nobody.
CREATE TABLE hiding_counts (
    guild_id BIGINT  NOT NULL,
    day      TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (guild_id, day, what, outcome)
);
