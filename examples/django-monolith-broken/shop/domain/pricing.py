"""What things cost."""
from __future__ import annotations

from typing import TYPE_CHECKING

from shop.lib.money import Money

from . import customers

if TYPE_CHECKING:
    from shop.data.models import Customer, Product


def price(product: Product, count: int, customer: Customer) -> Money:
    full = Money(product.price_cents).times(count)
    if customers.is_loyal(customer):
        return Money(full.cents * 95 // 100, full.currency)
    return full
