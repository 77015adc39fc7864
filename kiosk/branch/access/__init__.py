"""Who may come in: devices, people, and what each may do."""
