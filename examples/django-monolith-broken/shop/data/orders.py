"""Orders, found and kept."""
from collections.abc import Iterable

from shop.data.models import Customer, Order, OrderLine, Product
from shop.lib import clock
from shop.vendors.stripe.client import Charge


def save(customer: Customer, number: str, lines: Iterable[tuple[Product, int]]) -> Order:
    order = Order.objects.create(customer=customer, number=number, placed_at=clock.now())
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product=product, count=count) for product, count in lines
    )
    return order


def mark_paid(order: Order, charge: Charge) -> None:
    order.charge_id = charge.id
    order.paid_at = clock.now()
    order.save(update_fields=["charge_id", "paid_at"])


def unpaid() -> Iterable[Order]:
    return Order.objects.filter(paid_at=None).select_related("customer")
