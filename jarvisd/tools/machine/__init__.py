"""The machine the house runs on: how it is, and what somebody who sits before it would do with its keys."""
