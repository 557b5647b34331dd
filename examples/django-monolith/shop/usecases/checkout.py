"""A customer pays for a basket."""
from django.db import transaction

from shop.data import orders as store
from shop.data.models import Order
from shop.domain import customers, orders
from shop.usecases import notify
from shop.vendors import stripe, warehouse


@transaction.atomic
def check_out(email: str, basket: dict[int, int]) -> Order:
    customer = customers.find(email)
    order = orders.place(customer, basket)
    charge = stripe.charge(orders.total(order), order.number)
    store.mark_paid(order, charge.id)
    tracking = warehouse.ship(order.number, list(basket.items()))
    notify.order_paid(order, tracking)
    return order
