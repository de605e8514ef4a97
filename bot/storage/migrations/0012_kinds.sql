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
