"""What was bought."""
import secrets

from shop.data import catalogue
from shop.data import orders as store
from shop.data.models import Customer, Order
from shop.domain import pricing, stock
from shop.lib.money import Money
from shop.lib.receipts import receipt


def place(customer: Customer, basket: dict[int, int]) -> Order:
    for product_id, count in basket.items():
        stock.reserve(product_id, count)
    lines = [(catalogue.product(product_id), count) for product_id, count in basket.items()]
    return store.save(customer, secrets.token_hex(5), lines)


def total(order: Order) -> Money:
    amount = Money(0)
    for line in order.lines.all():
        amount += pricing.price(line.product, line.count, order.customer)
    return amount


def summary(order: Order) -> str:
    return receipt(order.number, total(order))
