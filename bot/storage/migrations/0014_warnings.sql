-- Messages whose authors were asked for a content warning; by whom is not kept.
CREATE TABLE warnings_asked (
    message_id BIGINT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX warnings_asked_expire ON warnings_asked (expires_at);
