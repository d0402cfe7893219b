-- Media in small, by the digest of the medium. Made when they are first looked at; any row may go at any time, and is made anew.
CREATE TABLE preview (
    medium       bytea NOT NULL CHECK (length(medium) = 32),
    kind         text NOT NULL, -- as which the medium was read
    outline      jsonb NOT NULL,
    picture      bytea NOT NULL,
    picture_type text NOT NULL,
    PRIMARY KEY (medium, kind)
);

-- Pictures are compressed already, or small.
ALTER TABLE preview ALTER COLUMN picture SET STORAGE EXTERNAL;
