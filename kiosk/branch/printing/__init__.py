"""Paper: what a slip says, and the spool that has it printed and tells the truth about it."""
