-- What version 5 added: texts that are compressed with a second dictionary, which earlier versions do not have, and a way to
-- the few sessions in which a run is at work or waits. Once released, a migration is never changed.

CREATE INDEX session_at_work ON session (updated DESC, name DESC) WHERE status IN ('running', 'waiting');

-- A session that came with a case file stands in lists by the time at which it was last worked in here, or at which the last
-- import came: what its entries say of that was written elsewhere, and which import was its own stands in packed texts.
UPDATE session SET updated = coalesce(1000000 * nullif(max(
    coalesce((
        SELECT max(entry.time) FROM entry
        WHERE entry.id > session.id << 24 AND entry.id <= (session.id << 24 | 16777215) AND NOT EXISTS (
            SELECT 1 FROM import
            WHERE import.session = session.id AND (entry.id & 16777215) BETWEEN import.first AND import.last)
    ), 0),
    coalesce((
        SELECT max(entry.time) FROM entry JOIN session AS server ON entry.id > server.id << 24
            AND entry.id <= (server.id << 24 | 16777215)
        WHERE server.name = 'ses_00000000000000000000000000'
            AND entry.kind = (SELECT id FROM word WHERE text = CAST('session.imported' AS BLOB))
    ), 0)), 0), updated)
WHERE id IN (SELECT session FROM import);
