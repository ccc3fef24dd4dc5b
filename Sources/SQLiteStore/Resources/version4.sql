-- What version 4 added: entries that stand in the row of the one before them. Once released, a migration is never changed.

ALTER TABLE entry ADD COLUMN followers INTEGER;
