"""The doors for other programs: a Unix socket, and what may be asked there."""
