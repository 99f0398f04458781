-- What was read out of a document, and the heads it had then. Can be derived again.

CREATE TABLE summary (
    document BLOB PRIMARY KEY REFERENCES document,
    heads BLOB NOT NULL,
    bytes BLOB NOT NULL
);
