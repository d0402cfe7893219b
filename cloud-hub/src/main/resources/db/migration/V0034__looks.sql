-- What images look like: 64 bits, of which images that look alike differ in few.
CREATE TABLE sample_look (
    id   uuid PRIMARY KEY REFERENCES sample ON DELETE CASCADE,
    hash bigint NOT NULL
);

-- Two that differ in three bits or less have at least one of four bands of sixteen bits in common.
CREATE FUNCTION look_bands(hash bigint) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY[
        (hash & 65535)::integer,
        (hash >> 16 & 65535)::integer + 65536,
        (hash >> 32 & 65535)::integer + 131072,
        (hash >> 48 & 65535)::integer + 196608];

CREATE INDEX sample_look_by_band ON sample_look USING gin (look_bands(hash));

-- Images that the hub has not looked at yet.
CREATE TABLE look_due (id uuid PRIMARY KEY);
INSERT INTO look_due SELECT id FROM sample WHERE media_type LIKE 'image/%';

CREATE FUNCTION await_looks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO look_due SELECT id FROM fresh WHERE media_type LIKE 'image/%' ON CONFLICT (id) DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER await_looks AFTER INSERT ON sample
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION await_looks();
