-- Rules of ours in Discord's own AutoMod, for where the bot may not read messages.

-- Servers whose rules are brought in step.
CREATE TABLE automod_guards (
    guild_id    BIGINT  PRIMARY KEY,
    due_at      BIGINT,                  -- when they are next looked at
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease_until BIGINT,                  -- real time
    problem     TEXT                     -- forbidden, no_room, refused
);

CREATE TABLE automod_rules (
    id       INTEGER PRIMARY KEY,
    guild_id BIGINT  NOT NULL,
    part     TEXT    NOT NULL,           -- what it watches for
    state    TEXT    NOT NULL,           -- wanted, kept, asked, left
    rule_id  BIGINT,
    wanted   TEXT    NOT NULL,           -- mark of what was last put there
    stands   TEXT,                       -- mark of what Discord then said stands there
    asked    INTEGER NOT NULL DEFAULT 0, -- how often staff were asked about it
    UNIQUE (guild_id, part)
);
