"""The web beyond the house: pages and searches, only where they are configured, never an address within."""
