-- Asked for each message that is about to be hidden, each case about somebody, each removal.
CREATE INDEX incidents_message ON incidents (guild_id, message_id);
CREATE INDEX incidents_author ON incidents (guild_id, author_id);

-- Asked with each new case: those that a crash left open are few, and the cases of years are not.
CREATE INDEX cases_begun ON cases (created_at) WHERE state = 'begun';
