"""Invoices."""
from acme.core import events
from acme.core.money import cents

from . import tax


def invoice(order: str, amount: str, country: str) -> int:
    events.paid(order, amount)
    return round(cents(amount) * (1 + tax.rate(country)))
