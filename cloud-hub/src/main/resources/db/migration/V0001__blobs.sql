-- Small contents, stored together with the rows that name them. Larger ones are files.
CREATE TABLE small_blob (
    sha256  bytea PRIMARY KEY CHECK (length(sha256) = 32),
    content bytea NOT NULL
);

-- Media are compressed already; trying it again costs time and gains nothing.
ALTER TABLE small_blob ALTER COLUMN content SET STORAGE EXTERNAL;
