"""An encrypted SQLite file as whoever keeps one opens, locks and copies it: a branch, or headquarters without PostgreSQL."""
