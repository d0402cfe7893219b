-- Samples may go again, and what people said of one goes with it.
ALTER TABLE labelling_task
    DROP CONSTRAINT labelling_task_id_fkey,
    ADD FOREIGN KEY (id) REFERENCES sample ON DELETE CASCADE;
ALTER TABLE labelling_change
    DROP CONSTRAINT labelling_change_task_fkey,
    ADD FOREIGN KEY (task) REFERENCES labelling_task ON DELETE CASCADE;

-- The numbers of samples that were deleted: none of them is stored again when its device sends it again.
CREATE TABLE deleted_sample (
    device_id text NOT NULL,
    epoch     bigint NOT NULL,
    stream    text NOT NULL,
    last      bigint NOT NULL, -- tells what is new without reading all of them
    sequences int8multirange NOT NULL, -- number n as the range from n - 1 to n
    PRIMARY KEY (device_id, epoch, stream)
);

-- The content of a snapshot's item was deleted at somebody's request; what the snapshot says of it stays.
ALTER TABLE snapshot_item ADD COLUMN erased_at timestamptz;
CREATE INDEX snapshot_item_by_media ON snapshot_item (media);
CREATE INDEX dataset_image_by_media ON dataset_image (media);

-- What no policy takes away: the content of snapshots, and of packages with their golden samples.
CREATE VIEW kept_media AS
    SELECT media FROM snapshot_item WHERE erased_at IS NULL
    UNION ALL
    SELECT sha256 AS media FROM package_file;

-- Contents of which a row that named them is gone: to be removed if no other names them.
CREATE TABLE loose_blob (sha256 bytea PRIMARY KEY);

-- Every row that names a content which a sample may have had.
CREATE VIEW named_blob AS
    SELECT media AS sha256 FROM sample
    UNION ALL
    SELECT media AS sha256 FROM dataset_image
    UNION ALL
    SELECT media AS sha256 FROM kept_media;

-- What people want to be kept; no row: everything.
CREATE TABLE retention_policy (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single), -- there is one row at most
    revision bigint NOT NULL,
    rules    jsonb NOT NULL,
    set_by   text NOT NULL,
    set_at   timestamptz NOT NULL
);

-- What was deleted, or is to be, and at whose wish.
CREATE TABLE deletion (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('policy', 'request')),
    by         text NOT NULL,
    note       text NOT NULL,
    device_id  text,
    stream     text,
    from_at    timestamptz CHECK ((from_at IS NOT NULL) = (kind = 'request')),
    until_at   timestamptz CHECK ((until_at IS NOT NULL) = (kind = 'request')),
    created_at timestamptz NOT NULL,
    ended_at   timestamptz
);

CREATE INDEX deletion_unfinished ON deletion (id) WHERE ended_at IS NULL;

CREATE TABLE deletion_count (
    deletion   uuid NOT NULL REFERENCES deletion,
    stream     text NOT NULL,
    reason     text NOT NULL,
    samples    bigint NOT NULL,
    size_bytes bigint NOT NULL,
    PRIMARY KEY (deletion, stream, reason)
);
