"""What staff see in a browser. May import web, branch and domain."""
