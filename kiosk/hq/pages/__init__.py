"""What people of headquarters see in a browser."""
