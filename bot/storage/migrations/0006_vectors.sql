-- What the sentence model makes of the clinic's own texts, so that a start need not compute it anew.
CREATE TABLE vectors (
    model     TEXT NOT NULL,   -- the encoder's name, which holds the hash of its weights
    text_hash TEXT NOT NULL,   -- SHA-256 of the text, 32 hex digits
    vector    BLOB NOT NULL,   -- one signed byte a number
    PRIMARY KEY (model, text_hash)
);
