-- What is needed when a disk has damaged something.

-- What the last snapshot of a document took the place of, kept until the next one.
CREATE TABLE former_snapshot (
    document BLOB PRIMARY KEY REFERENCES document,
    bytes BLOB NOT NULL
);
CREATE TABLE former_chunk (
    number INTEGER PRIMARY KEY,
    document BLOB NOT NULL REFERENCES document,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL
);
CREATE INDEX former_chunk_document ON former_chunk (document);

-- Pieces that could not be read, byte for byte. A snapshot has no hash.
CREATE TABLE set_aside (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document BLOB NOT NULL,
    hash BLOB,
    bytes BLOB NOT NULL,
    at INTEGER NOT NULL
);

-- Changes with a receipt that no piece holds any more: taken again from whoever sends them.
CREATE TABLE lost (
    document BLOB NOT NULL REFERENCES document,
    hash BLOB NOT NULL,
    PRIMARY KEY (document, hash)
);
