-- What version 6 added: outlines of long journals. They are made as entries come in. Once released, a migration is never
-- changed.

CREATE TABLE outline (
    -- session.id << 24 | number of the page, from 0
    id INTEGER PRIMARY KEY,
    -- Packed as the texts of entries are.
    text BLOB NOT NULL,
    -- Identifiers of evidence, 16 bytes each, which nothing shrinks.
    evidence BLOB NOT NULL
) STRICT;
