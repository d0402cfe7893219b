-- Rollouts, what each device of one did, and what each device is wanted to serve.

CREATE TABLE rollout (
    id         uuid PRIMARY KEY,
    model      text NOT NULL,
    version    integer NOT NULL,
    manifest   bytea NOT NULL REFERENCES model_version (manifest),
    state      text NOT NULL CHECK (state in ('running', 'paused', 'halted', 'succeeded', 'cancelled')),
    wave       integer NOT NULL CHECK (wave BETWEEN 1 AND waves),
    waves      integer NOT NULL,
    reason     text CHECK ((reason IS NOT NULL) = (state in ('paused', 'halted', 'cancelled'))),
    created_at timestamptz NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz CHECK ((ended_at IS NOT NULL) = (state in ('succeeded', 'cancelled'))),
    FOREIGN KEY (model, version) REFERENCES model_version
);

CREATE INDEX rollout_unfinished ON rollout (model) WHERE ended_at IS NULL;

-- Attempt 0: the wave has not begun, nothing was offered yet.
CREATE TABLE rollout_device (
    rollout_id uuid NOT NULL REFERENCES rollout,
    wave       integer NOT NULL,
    device_id  text NOT NULL REFERENCES device,
    attempt    integer NOT NULL DEFAULT 0,
    stage      text,
    failure    text,
    detail     text,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (rollout_id, device_id),
    CHECK ((failure IS NOT NULL) = (stage IS NOT DISTINCT FROM 'REJECTED'))
);

CREATE INDEX rollout_device_unsettled ON rollout_device (rollout_id, wave) WHERE stage IS DISTINCT FROM 'SERVING';
CREATE INDEX rollout_device_by_device ON rollout_device (device_id, rollout_id DESC);

CREATE TABLE rollout_event (
    rollout_id uuid NOT NULL REFERENCES rollout,
    number     bigint GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL,
    text       text NOT NULL,
    PRIMARY KEY (rollout_id, number)
);

-- A row is due to be published while its published revision is behind.
CREATE TABLE desired_state (
    device_id          text PRIMARY KEY REFERENCES device,
    revision           bigint NOT NULL,
    published_revision bigint NOT NULL DEFAULT 0
);

CREATE INDEX desired_state_due ON desired_state (device_id) WHERE published_revision < revision;

CREATE TABLE desired_offer (
    device_id  text NOT NULL REFERENCES desired_state,
    model      text NOT NULL,
    version    integer NOT NULL,
    manifest   bytea NOT NULL,
    rollout_id uuid NOT NULL REFERENCES rollout,
    attempt    integer NOT NULL,
    PRIMARY KEY (device_id, model)
);

CREATE INDEX desired_offer_by_rollout ON desired_offer (rollout_id);
