-- A device that gets no receipt sends the same again: one row however often it comes.
ALTER TABLE quarantine ADD COLUMN digest bytea;
UPDATE quarantine SET digest = sha256(convert_to(topic, 'UTF8') || payload);
DELETE FROM quarantine AS older USING quarantine AS newer WHERE older.digest = newer.digest AND older.id < newer.id;
ALTER TABLE quarantine ALTER COLUMN digest SET NOT NULL;
ALTER TABLE quarantine ADD CONSTRAINT quarantine_digest_key UNIQUE (digest);

ALTER TABLE quarantine ADD COLUMN times bigint NOT NULL DEFAULT 1;
ALTER TABLE quarantine ADD COLUMN last_at timestamptz;
UPDATE quarantine SET last_at = at;
ALTER TABLE quarantine ALTER COLUMN last_at SET NOT NULL;
