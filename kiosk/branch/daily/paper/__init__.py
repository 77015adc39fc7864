"""The two reports on A4: how the branch was found in the morning, and what the day was like. Drawn in another process."""
