"""Taking files in, from their bytes to the readings."""
