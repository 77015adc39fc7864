"""The branch service: the only writer of facts. May import records, devices, wire and domain."""
