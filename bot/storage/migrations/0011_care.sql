-- What became of somebody in danger, and who stood by them.

ALTER TABLE incidents ADD COLUMN started_by BIGINT;       -- a moderator, for a card made by hand
ALTER TABLE incidents ADD COLUMN second_wanted_at BIGINT;
ALTER TABLE incidents ADD COLUMN second_by BIGINT;
ALTER TABLE incidents ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN outcome_by BIGINT;
ALTER TABLE incidents ADD COLUMN outcome_at BIGINT;
ALTER TABLE incidents ADD COLUMN note TEXT NOT NULL DEFAULT ''; -- staff typed it, until ...
ALTER TABLE incidents ADD COLUMN note_expires_at BIGINT;
ALTER TABLE incidents ADD COLUMN followed_up_at BIGINT;

-- Who is on call: by the week, and by their own word until a moment.

CREATE TABLE rota_shifts (
    id       INTEGER PRIMARY KEY,
    guild_id BIGINT  NOT NULL,
    user_id  BIGINT  NOT NULL,
    weekday  INTEGER NOT NULL,           -- 0 for Monday, on the server's own clocks
    starts   TEXT    NOT NULL,           -- wall clock, HH:MM
    ends     TEXT    NOT NULL,           -- wall clock; not later than starts: on the next day
    UNIQUE (guild_id, user_id, weekday, starts)
);

CREATE TABLE rota_words (
    guild_id BIGINT  NOT NULL,
    user_id  BIGINT  NOT NULL,
    is_on    INTEGER NOT NULL,
    until    BIGINT  NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE rota_notes (
    guild_id   BIGINT PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    note       TEXT   NOT NULL,          -- staff typed it, until ...
    written_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- How to reach the clinic, as an admin checked it; until then the clinic's file is shown.

CREATE TABLE contacts (
    guild_id    BIGINT NOT NULL,
    label       TEXT   NOT NULL,
    reach       TEXT   NOT NULL,         -- a number or an address, and hours
    verified_on TEXT   NOT NULL,         -- ISO 8601 date
    review_by   TEXT   NOT NULL,         -- ISO 8601 date
    PRIMARY KEY (guild_id, label)
);

-- Rehearsals. They are no incidents and are counted nowhere.

CREATE TABLE drills (
    id         INTEGER PRIMARY KEY,
    guild_id   BIGINT NOT NULL,
    started_by BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    helped_at  BIGINT,                   -- when the help lines had arrived, if they did
    taken_by   BIGINT,
    taken_at   BIGINT,
    ended_at   BIGINT
);
