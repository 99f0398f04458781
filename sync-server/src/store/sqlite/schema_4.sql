-- Documents that are read and not written until the operator has looked at them.

CREATE TABLE frozen (
    document BLOB PRIMARY KEY REFERENCES document,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
);
