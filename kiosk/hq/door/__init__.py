"""Who may come into headquarters' pages: its people, their passwords and roles, and the doors of every page."""
