"""Customers hear about their orders."""
from dataclasses import dataclass

from shop.data.models import Order
from shop.domain import orders
from shop.lib import mailer


@dataclass(frozen=True)
class Notification:
    to: str
    subject: str
    body: str


def order_paid(order: Order, tracking: str) -> None:
    body = f"{orders.summary(order)}\n\nFollow your parcel: {tracking}"
    send(Notification(order.customer.email, "Thank you!", body))


def send(notification: Notification) -> None:
    mailer.send(notification.to, notification.subject, notification.body)
