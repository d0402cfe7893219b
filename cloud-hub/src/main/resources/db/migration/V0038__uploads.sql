-- Large media that devices are bringing by HTTP. The file of an upload holds its received bytes for good; what follows them in the file
-- is of a piece that was cut off, and of no meaning. Media that are whole are blobs, and no rows here.
CREATE TABLE upload (
    device_id      text NOT NULL REFERENCES device ON DELETE CASCADE,
    sha256         bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes     bigint NOT NULL,
    received_bytes bigint NOT NULL CHECK (received_bytes BETWEEN 0 AND size_bytes),
    last_at        timestamptz NOT NULL,
    PRIMARY KEY (device_id, sha256)
);
