"""What branch and headquarters say to each other, protocol version 1 (protocol.md)."""
