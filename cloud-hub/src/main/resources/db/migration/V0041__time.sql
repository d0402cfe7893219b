-- When a device was started, by the hub's clock, as the least delayed of what it said tells. A start is a number that the device drew.
CREATE TABLE device_boot (
    device_id  text NOT NULL REFERENCES device,
    boot       bigint NOT NULL,
    started_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, boot)
);

-- captured_at is by the hub's clock from now on, as far as that can be told.
ALTER TABLE sample
    ADD COLUMN clock_said   timestamptz, -- by the device's clock; null for samples of before, whose captured_at it is
    ADD COLUMN boot         bigint,      -- the start of the device in which it was captured, and
    ADD COLUMN up_millis    bigint,      -- how long after it; null where the device did not tell
    ADD COLUMN time_is_sure boolean NOT NULL DEFAULT false;

CREATE INDEX sample_to_be_placed ON sample (device_id, boot) WHERE NOT time_is_sure AND boot IS NOT NULL;
