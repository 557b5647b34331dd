"""Amounts of money."""
from decimal import Decimal


def cents(amount: str) -> int:
    return int(Decimal(amount) * 100)
