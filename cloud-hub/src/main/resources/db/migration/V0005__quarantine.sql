-- Messages that could not be used, as they came, for somebody to look at. The oldest make room for the newest.
CREATE TABLE quarantine (
    id         uuid PRIMARY KEY,
    at         timestamptz NOT NULL,
    device_id  text,
    topic      text NOT NULL,
    code       text NOT NULL,
    detail     text NOT NULL,
    size_bytes bigint NOT NULL,
    payload    bytea NOT NULL -- its first MiB
);

ALTER TABLE quarantine ALTER COLUMN payload SET STORAGE EXTERNAL;
