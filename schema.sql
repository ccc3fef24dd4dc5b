-- The database of Casebook, version 6. The one definition: it is embedded at build time, and the numbered migrations lead
-- to exactly this. Hashes are over the texts; nothing is put into canonical form a second time.
--
-- Columns of UTF-8 that people or other programs wrote are BLOB, because TEXT may be cut at U+0000 on its way out.
-- Times are UTC: `time` in milliseconds, `created` and `updated` in nanoseconds since 1970.

-- One row a journal. Those of sessions carry a line for lists; the server's own journal has none, and is not listed.
-- The line may be up to a second behind the journal while calls and steps are added and nothing else in it changes.
-- `updated` of what came with a case file is when it came, until somebody works in it here.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title BLOB,
    status TEXT,
    owner BLOB,
    created INTEGER,
    updated INTEGER
) STRICT;

CREATE INDEX session_by_update ON session (updated DESC, name DESC) WHERE updated IS NOT NULL;

-- Principals and kinds of entries, each written once.
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text BLOB NOT NULL UNIQUE
) STRICT;

-- The journals. The hash of the entry before is that of the row before. What a call found stands in the row of its
-- entry, so that a step is one page written. Payloads and records are packed: compressed, or as they are (TextPacking).
-- Where `followers` is not null, so many entries that were appended with this one stand in its row too: `payload` holds
-- all of them and a small record (EntryGroup), and `hash` is that of the last. (SQLite put the column where it stands.)
CREATE TABLE entry (
    -- session.id << 24 | sequence
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    principal INTEGER NOT NULL REFERENCES word,
    kind INTEGER NOT NULL REFERENCES word,
    hash BLOB NOT NULL,
    -- Null once it was scrubbed; only then is its hash kept.
    payload BLOB,
    payload_hash BLOB,
    -- The evidence record of a finished call, and where there is one its body.
    evidence BLOB,
    body INTEGER REFERENCES blob
, followers INTEGER) STRICT;

-- Redacted bytes, shared by whatever refers to them.
CREATE TABLE blob (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    length INTEGER NOT NULL
) STRICT;

CREATE TABLE blob_chunk (
    -- blob.id << 20 | number from 0; every chunk but the last holds 1 MiB.
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- The newest evidence under an evidence key.
CREATE TABLE evidence_key (
    session INTEGER NOT NULL REFERENCES session,
    key BLOB NOT NULL,
    -- The entry's.
    sequence INTEGER NOT NULL,
    PRIMARY KEY (session, key)
) STRICT, WITHOUT ROWID;

-- The fencing token of each run that was ever driven.
CREATE TABLE run (
    name TEXT PRIMARY KEY,
    token INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys of redaction tokens, by session; never part of a journal, never exported.
CREATE TABLE redaction_key (
    session TEXT PRIMARY KEY,
    key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

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

-- Sessions of which the index does not hold what came after a sequence. Calls and steps are indexed many at
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

-- The few sessions in which a run is at work or waits; a list of them would otherwise look at all.
CREATE INDEX session_at_work ON session (updated DESC, name DESC) WHERE status IN ('running', 'waiting');

-- Pages of outlines: what steps did, in brief, for whoever goes on with a long run (OutlinePage). They follow from the
-- entries, and those of a session go with the first content that is removed from it.
CREATE TABLE outline (
    -- session.id << 24 | number of the page, from 0
    id INTEGER PRIMARY KEY,
    -- Packed as the texts of entries are.
    text BLOB NOT NULL,
    -- Identifiers of evidence, 16 bytes each, which nothing shrinks.
    evidence BLOB NOT NULL
) STRICT;
