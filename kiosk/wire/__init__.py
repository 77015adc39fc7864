"""What travels between processes: requests, answers, snapshots, and the codec of facts. May import domain."""
