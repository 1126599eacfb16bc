"""Files of the household that may be looked at: nothing outside the folders that are named for it is ever opened."""
