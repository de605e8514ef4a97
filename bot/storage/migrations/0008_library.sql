-- A server's own answers: every change is a row, and the last one of an entry counts. What nobody
-- has changed is not here; the shipped file speaks then.
CREATE TABLE library_versions (
    guild_id   INTEGER NOT NULL,
    entry_id   TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    entry      TEXT    NOT NULL, -- JSON
    kind       TEXT    NOT NULL,
    changed_by INTEGER,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, entry_id, number)
);

-- What became of each passage of a page or file that was imported, so that the same page shows
-- only what is different the next time.
CREATE TABLE imported_passages (
    guild_id INTEGER NOT NULL,
    source   TEXT    NOT NULL,
    heading  TEXT    NOT NULL,
    digest   TEXT    NOT NULL,
    entry_id TEXT, -- NULL: staff left it out
    PRIMARY KEY (guild_id, source, heading)
);
