-- What models learn from and are tested on.

CREATE TABLE dataset (
    name        text PRIMARY KEY,
    model       text NOT NULL REFERENCES model,
    description text NOT NULL,
    created_at  timestamptz NOT NULL
);

-- Imported images; labelled samples belong to every dataset of their model without being listed here.
CREATE TABLE dataset_image (
    dataset     text NOT NULL REFERENCES dataset,
    media       bytea NOT NULL,
    class       text NOT NULL,
    file        text NOT NULL,
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (dataset, media)
);

CREATE TABLE snapshot (
    id         bytea PRIMARY KEY,
    dataset    text NOT NULL REFERENCES dataset,
    seed       bigint NOT NULL,
    test_share numeric NOT NULL,
    size       integer NOT NULL,
    refused    jsonb NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX snapshot_of_dataset ON snapshot (dataset, created_at DESC, id);

CREATE TABLE snapshot_item (
    snapshot bytea NOT NULL REFERENCES snapshot,
    media    bytea NOT NULL,
    class    text NOT NULL,
    origin   text NOT NULL CHECK (origin IN ('field', 'lab')),
    side     text NOT NULL CHECK (side IN ('train', 'test')),
    PRIMARY KEY (snapshot, media)
);
