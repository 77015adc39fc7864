"""The way of facts to headquarters: later, each once, and never at the cost of who waits at a counter."""
