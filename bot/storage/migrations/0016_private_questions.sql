-- A server's own key: what it hashes means nothing anywhere else.
CREATE TABLE guild_keys (
    guild_id BIGINT PRIMARY KEY,
    hash_key BLOB   NOT NULL
);

-- Who may not ask without a name for a while, as a keyed hash of an id.
CREATE TABLE question_blocks (
    guild_id   BIGINT NOT NULL,
    asker      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, asker)
);

-- Two of staff who learn who asked; gone with the question.
CREATE TABLE question_openings (
    handover_id BIGINT PRIMARY KEY REFERENCES handovers (id) ON DELETE CASCADE,
    first_by    BIGINT NOT NULL,
    first_at    BIGINT NOT NULL,
    second_by   BIGINT
);
