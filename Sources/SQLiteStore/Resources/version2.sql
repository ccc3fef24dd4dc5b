-- What version 2 added. Once released, a migration is never changed.

-- Who refers to a body; it goes with the last one.
CREATE INDEX entry_by_body ON entry (body) WHERE body IS NOT NULL;

-- Pin and labels of the sessions that have any.
CREATE TABLE session_mark (
    session INTEGER PRIMARY KEY REFERENCES session,
    pinned INTEGER NOT NULL,
    -- Canonical JSON.
    labels BLOB NOT NULL
) STRICT;

-- Sessions by label.
CREATE TABLE session_label (
    name BLOB NOT NULL,
    value BLOB NOT NULL,
    session INTEGER NOT NULL REFERENCES session,
    PRIMARY KEY (name, value, session)
) STRICT, WITHOUT ROWID;

-- Words of titles, notes, findings and of what calls found, by the id of their entry; the text itself stands in the
-- entry alone. The words come from SearchWords, parted by blanks.
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- Sessions of which the index does not hold what came after a sequence. A run that adds steps is indexed many steps at
-- a time, because each addition to the index is three pages written, and a step is one; who searches reads these too.
CREATE TABLE unsearched (
    session INTEGER PRIMARY KEY REFERENCES session,
    sequence INTEGER NOT NULL
) STRICT;

-- Sessions that go on from an entry of another one. They are read through it, so it stays as long as they do.
CREATE TABLE fork (
    child INTEGER PRIMARY KEY REFERENCES session,
    parent INTEGER NOT NULL REFERENCES session,
    -- The entry's.
    sequence INTEGER NOT NULL
) STRICT;

CREATE INDEX fork_by_parent ON fork (parent);

-- What was made elsewhere and came with case files; the journals themselves do not tell, since their chains are kept.
-- Entries of a journal from `first` to `last`.
CREATE TABLE import (
    session INTEGER NOT NULL REFERENCES session,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (session, first)
) STRICT, WITHOUT ROWID;

-- What redaction kept out of them: 1 the payload, 2 the evidence, 4 its body.
CREATE TABLE withheld (
    -- The entry's.
    id INTEGER PRIMARY KEY,
    parts INTEGER NOT NULL
) STRICT;
