-- What was answered to requests that must not be done twice. Names, fingerprints and the sealing of the answers are made of
-- the callers' credentials, so nothing in here can be read without them.
CREATE TABLE idempotency_key (
    name        bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    begun_at    timestamptz NOT NULL,
    answer      bytea -- absent while the request is under way
);

CREATE INDEX idempotency_key_begun_at ON idempotency_key (begun_at);
