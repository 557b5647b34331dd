"""What happened, for whoever wants to know."""
from collections.abc import Callable
from dataclasses import dataclass

from .money import cents


@dataclass(frozen=True)
class Paid:
    order: str
    amount: int


LISTENERS: list[Callable[[Paid], None]] = []


def paid(order: str, amount: str) -> None:
    for listener in LISTENERS:
        listener(Paid(order, cents(amount)))
