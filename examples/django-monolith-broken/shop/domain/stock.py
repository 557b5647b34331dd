"""What can be sold."""
from django.http import Http404

from shop.data import catalogue


class OutOfStock(Http404):
    """Somebody else was faster."""


def reserve(product_id: int, count: int) -> None:
    if not catalogue.take(product_id, count):
        raise OutOfStock(product_id)
