"""Morning and evening of the branch, with nobody at a keyboard: the opening check, and what is kept of a closed day."""
