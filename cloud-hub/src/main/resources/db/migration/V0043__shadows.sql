-- What was told before knew of no shadows.
UPDATE device SET vitals = vitals || '{"shadows": []}' WHERE vitals IS NOT NULL;

-- What the streams of the device capture, as it said last.
ALTER TABLE device ADD COLUMN capturing jsonb NOT NULL DEFAULT '[]';
