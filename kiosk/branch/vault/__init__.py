"""The vault: personal data, encrypted under a key per day and class that is in no backup."""
