"""What people do in the shop, one module a story."""
