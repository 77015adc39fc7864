"""The maintenance panel (设备维护) of every public screen: behind a held logo, a badge number and a PIN (G1)."""
