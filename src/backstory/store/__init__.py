"""Where an archive is kept: the protocol, and the store in one SQLite file."""
