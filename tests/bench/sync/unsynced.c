// Loaded before the C library: what SQLite's `synchronous = OFF` does, without a switch in Ropes.
int fsync(int file) { (void)file; return 0; }
int fdatasync(int file) { (void)file; return 0; }
