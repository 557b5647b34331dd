"""Orders as JSON."""
from shop.data.models import Order
from shop.domain import orders


def order_json(order: Order) -> dict[str, object]:
    total = orders.total(order)
    return {"number": order.number, "total": total.cents, "currency": total.currency}
