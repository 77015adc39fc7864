"""What branch IT does with a branch's records: verify, export, back up, restore."""
