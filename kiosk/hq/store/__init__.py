"""Where headquarters keeps what it was sent: SQLite with nothing to install, or PostgreSQL by URL; one set of statements."""
