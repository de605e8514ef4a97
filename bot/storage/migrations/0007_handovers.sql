-- Questions that members handed over to a person. The question itself stands on the staff card alone.

CREATE TABLE handovers (
    id              BIGINT PRIMARY KEY,  -- random: a card's buttons must never fit another question
    guild_id        BIGINT NOT NULL,
    asker_id        BIGINT NOT NULL,
    card_channel_id BIGINT,
    card_message_id BIGINT,
    state           TEXT   NOT NULL,     -- open, claimed, answered, closed
    answer          TEXT,                -- what staff typed, until the asker has it
    lease_until     BIGINT,              -- real time, while an answer that waited is being shown
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL
);
CREATE INDEX handovers_asker ON handovers (asker_id);
CREATE INDEX handovers_expiry ON handovers (expires_at);
