"""A customer gets the money back."""
from shop.data.models import Order
from shop.usecases.notify import Notification, send
from shop.vendors import stripe


def refund(order: Order) -> None:
    stripe.refund(order.charge_id)
    send(Notification(order.customer.email, "Your refund", order.number))
