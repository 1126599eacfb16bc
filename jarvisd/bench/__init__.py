"""Measuring: one file per bench, through the same doors as everybody."""
