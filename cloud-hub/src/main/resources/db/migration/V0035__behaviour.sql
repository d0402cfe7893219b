-- How versions behaved on the streams of devices, window by window; later hour by hour.
CREATE TABLE behaviour_window (
    device_id   text NOT NULL REFERENCES device,
    id          bigint NOT NULL, -- drawn by the device; the same window that comes twice has the same
    stream      text NOT NULL,
    model       text NOT NULL,
    version     integer NOT NULL,
    begun_at    timestamptz NOT NULL,
    ended_at    timestamptz NOT NULL,
    lost        bigint NOT NULL, -- windows right before this one
    answers     bigint NOT NULL,
    behaviour   bytea NOT NULL, -- as on the wire
    hourly      boolean NOT NULL DEFAULT false,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, id)
);

CREATE INDEX behaviour_window_by_version ON behaviour_window (model, version, ended_at);
CREATE INDEX behaviour_window_by_stream ON behaviour_window (device_id, stream, model, version, ended_at);
CREATE INDEX behaviour_window_by_time ON behaviour_window (ended_at);
CREATE INDEX behaviour_window_by_arrival ON behaviour_window (received_at) WHERE NOT hourly;

-- How a version is expected to behave: as on the test items of its newest evaluation, or in its first week.
CREATE TABLE behaviour_profile (
    model     text NOT NULL,
    version   integer NOT NULL,
    source    text NOT NULL CHECK (source IN ('field', 'lab', 'first-week')),
    snapshot  bytea, -- of an evaluation
    behaviour bytea NOT NULL, -- as on the wire
    at        timestamptz NOT NULL,
    PRIMARY KEY (model, version, source)
);

-- A version behaves differently from its profile on a stream of a device, or did.
CREATE TABLE drift_alert (
    id         uuid PRIMARY KEY,
    device_id  text NOT NULL REFERENCES device,
    stream     text NOT NULL,
    model      text NOT NULL,
    version    integer NOT NULL,
    profile    text NOT NULL, -- its source
    divergence jsonb NOT NULL, -- when it was last looked at
    raised_at  timestamptz NOT NULL,
    cleared_at timestamptz -- null while it lasts
);

CREATE UNIQUE INDEX drift_alert_open ON drift_alert (device_id, stream, model, version) WHERE cleared_at IS NULL;
