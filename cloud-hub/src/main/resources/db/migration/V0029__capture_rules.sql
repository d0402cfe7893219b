-- What people want a device to capture in place of its own configuration; no document: what its configuration says.
CREATE TABLE capture_rules (
    device_id text PRIMARY KEY REFERENCES device,
    revision  bigint NOT NULL,
    document  jsonb,
    set_by    text NOT NULL,
    set_at    timestamptz NOT NULL
);

-- What the device says that it made of them; null before it was given any.
ALTER TABLE device ADD COLUMN capture jsonb;

-- Vitals tell of near-duplicates that were not captured.
UPDATE device SET vitals = vitals || '{"suppressed": 0}' WHERE vitals IS NOT NULL;
