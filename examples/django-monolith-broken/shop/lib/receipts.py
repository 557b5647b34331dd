"""Receipts as plain text."""
from shop.lib import (
    clock,
    mailer,
)
from shop.lib.money import Money


def receipt(number: str, total: Money) -> str:
    return f"{clock.now():%Y-%m-%d}  {number}  {total.cents / 100:.2f} {total.currency}"


def send_receipt(to: str, number: str, total: Money) -> None:
    mailer.send(to, "Your receipt", receipt(number, total))
