"""The way of facts to headquarters, from the branch's side: later, each once, never at the cost of who waits at a counter."""
