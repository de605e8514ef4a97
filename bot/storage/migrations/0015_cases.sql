-- Kicks, bans and what outlasts them; what was done in Discord's own menus; cases that were changed.

ALTER TABLE cases ADD COLUMN delete_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN entry_id BIGINT;   -- line of Discord's audit log it was made from
ALTER TABLE cases ADD COLUMN edited_by BIGINT;  -- who changed it last
ALTER TABLE cases ADD COLUMN set_aside INTEGER NOT NULL DEFAULT 0; -- bears on nothing any more
-- The same line is met again after a restart, and gives no second case.
CREATE UNIQUE INDEX cases_entry ON cases (guild_id, entry_id) WHERE entry_id IS NOT NULL;

-- What is still to be done for a case: a ban to lift, a long timeout to set anew. Over: no row.
CREATE TABLE case_holds (
    guild_id     BIGINT  NOT NULL,
    number       INTEGER NOT NULL,
    target_id    BIGINT  NOT NULL,
    keeping      TEXT    NOT NULL,       -- timeout, ban
    native_until BIGINT,                 -- the end that Discord holds
    setting_to   BIGINT,                 -- the end that is being set, written down before it is
    due_at       BIGINT  NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    lease_until  BIGINT,                 -- real time
    PRIMARY KEY (guild_id, number)
);
CREATE INDEX case_holds_due ON case_holds (due_at);

-- How far each server's audit log has been read.
CREATE TABLE audit_marks (
    guild_id BIGINT PRIMARY KEY,
    entry_id BIGINT NOT NULL
);
