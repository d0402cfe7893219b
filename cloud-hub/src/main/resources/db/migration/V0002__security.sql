-- Who may do what.
CREATE TABLE token (
    id         uuid PRIMARY KEY,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    role       text NOT NULL CHECK (role IN ('viewer', 'labeller', 'operator', 'admin')),
    digest     bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL
);

-- A browser that is signed in. It ends with its token.
CREATE TABLE session (
    digest     bytea PRIMARY KEY,
    token_id   uuid NOT NULL REFERENCES token ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);

-- The one certificate that each device may use now; an older one is void.
CREATE TABLE device_certificate (
    device_id   text PRIMARY KEY,
    fingerprint bytea NOT NULL,
    issued_at   timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);

-- Who changed what. Rows are only ever added.
CREATE TABLE audit (
    id      uuid PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text NOT NULL,
    subject text NOT NULL
);
