"""ESC/POS, the language of receipt printers: what goes to them. May import domain."""
