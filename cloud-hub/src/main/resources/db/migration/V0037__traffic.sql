-- What went between a device and the hub on a day, as the device tells it.
CREATE TABLE traffic (
    device_id        text NOT NULL REFERENCES device ON DELETE CASCADE,
    day              date NOT NULL, -- by the clock and in the time zone of the device
    control_bytes    bigint NOT NULL,
    vitals_bytes     bigint NOT NULL,
    samples_bytes    bigint NOT NULL,
    models_bytes     bigint NOT NULL,
    vitals_held_back bigint NOT NULL,
    PRIMARY KEY (device_id, day)
);

CREATE INDEX traffic_by_day ON traffic (day);

-- What was told before did not tell of days.
UPDATE device SET vitals = vitals || '{"traffic": []}' WHERE vitals IS NOT NULL;
