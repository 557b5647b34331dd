"""One package for each company we buy from."""
