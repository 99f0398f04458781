-- What an earlier state of this database had received, by receipts that were handed back after a restore. The
-- change itself may not be here yet.

CREATE TABLE received_before (
    document BLOB NOT NULL,
    hash BLOB NOT NULL,
    person TEXT NOT NULL,
    device TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (document, hash)
);
