-- Devices, and what they say of themselves. What a device has not said yet is null.
CREATE TABLE device (
    id               text PRIMARY KEY,
    labels           jsonb NOT NULL DEFAULT '{}',
    revision         bigint NOT NULL DEFAULT 1, -- of what people change, for ETag
    enrolled_at      timestamptz NOT NULL DEFAULT now(),
    last_seen_at     timestamptz,
    online           boolean,
    agent_version    text,
    operating_system text,
    architecture     text,
    runtimes         text[] NOT NULL DEFAULT '{}',
    serving          jsonb NOT NULL DEFAULT '[]',
    vitals           jsonb
);

CREATE INDEX device_by_label ON device USING gin (labels jsonb_path_ops);

-- Lets one device in, once: used_by is the digest of the key that it then brought, which may come again with the same.
CREATE TABLE enrolment_token (
    digest     bytea PRIMARY KEY,
    device_id  text NOT NULL,
    labels     jsonb NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by    bytea
);

-- What became of the samples of one stream in one life of its device's outbox: as the device says, and as the hub counts.
CREATE TABLE ledger (
    device_id    text NOT NULL REFERENCES device,
    epoch        bigint NOT NULL,
    stream       text NOT NULL,
    captured     bigint NOT NULL DEFAULT 0,
    acknowledged bigint NOT NULL DEFAULT 0,
    queued       bigint NOT NULL DEFAULT 0,
    evicted      jsonb NOT NULL DEFAULT '{}',
    stored       bigint NOT NULL DEFAULT 0, -- counted by the hub in the transaction that stores
    PRIMARY KEY (device_id, epoch, stream)
);

-- The last that a device said of an offered package.
CREATE TABLE deployment (
    device_id   text NOT NULL REFERENCES device,
    rollout_id  uuid NOT NULL,
    attempt     integer NOT NULL,
    model       text NOT NULL,
    version     integer NOT NULL,
    stage       text NOT NULL,
    failure     text,
    detail      text,
    reported_at timestamptz NOT NULL, -- by the device's clock
    received_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, rollout_id)
);

CREATE INDEX deployment_by_time ON deployment (received_at);
