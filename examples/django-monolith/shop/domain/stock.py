"""What can be sold."""
from shop.data import catalogue


class OutOfStock(Exception):
    """Somebody else was faster."""


def reserve(product_id: int, count: int) -> None:
    if not catalogue.take(product_id, count):
        raise OutOfStock(product_id)
