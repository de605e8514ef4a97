-- An admin may take the card down; who agreed stays agreed.
ALTER TABLE terms_cards ADD COLUMN is_down INTEGER NOT NULL DEFAULT 0;
