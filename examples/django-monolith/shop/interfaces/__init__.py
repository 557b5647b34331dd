"""How people and machines reach the use cases."""
