"""What runs at night."""
from datetime import timedelta

from shop.data import orders
from shop.lib import clock
from shop.usecases import refunds


def give_back_stale_payments() -> None:
    for order in orders.unpaid():
        if clock.now() - order.placed_at > timedelta(days=7):
            refunds.refund(order)
