-- What every version of a model has to reach, and the versions themselves.

CREATE TABLE model (
    name              text PRIMARY KEY,
    description       text NOT NULL,
    task              text NOT NULL CHECK (task in ('image-classification', 'object-detection')),
    labels            text[] NOT NULL,
    floor             double precision NOT NULL CHECK (floor BETWEEN 0 AND 1),
    max_latency_micros bigint NOT NULL CHECK (max_latency_micros >= 0),
    max_memory_bytes  bigint NOT NULL CHECK (max_memory_bytes >= 0),
    max_size_bytes    bigint NOT NULL CHECK (max_size_bytes >= 0),
    last_version      integer NOT NULL DEFAULT 0,
    updated_at        timestamptz NOT NULL
);

CREATE TABLE model_version (
    model          text NOT NULL REFERENCES model,
    version        integer NOT NULL CHECK (version >= 1),
    manifest       bytea NOT NULL UNIQUE,
    envelope       bytea NOT NULL,
    size_bytes     bigint NOT NULL,
    variants       jsonb NOT NULL,
    parent_version integer,
    snapshot       bytea,
    run            uuid UNIQUE,
    origin         text NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (model, version),
    FOREIGN KEY (model, parent_version) REFERENCES model_version
);

-- Which files devices may fetch: those of a package, and no others.
CREATE TABLE package_file (
    sha256   bytea NOT NULL,
    manifest bytea NOT NULL REFERENCES model_version (manifest),
    PRIMARY KEY (sha256, manifest)
);

CREATE TABLE evaluation (
    model     text NOT NULL,
    version   integer NOT NULL,
    snapshot  bytea NOT NULL,
    part      text NOT NULL CHECK (part in ('lab', 'field')),
    accuracy  double precision NOT NULL,
    size      integer NOT NULL CHECK (size > 0),
    confusion jsonb NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (model, version, snapshot, part),
    FOREIGN KEY (model, version) REFERENCES model_version
);
