"""Calls to the payment provider."""
from dataclasses import dataclass

import requests
from django.conf import settings

from shop.lib.money import Money

API = "https://api.stripe.com/v1"


@dataclass(frozen=True)
class Charge:
    id: str
    amount: Money


def charge(amount: Money, reference: str) -> Charge:
    answer = _post("charges", amount=amount.cents, currency=amount.currency, description=reference)
    return Charge(answer["id"], amount)


def refund(charge_id: str) -> None:
    _post("refunds", charge=charge_id)


def _post(path: str, **data: object) -> dict:
    answer = requests.post(f"{API}/{path}", data=data, auth=(settings.STRIPE_KEY, ""), timeout=10)
    answer.raise_for_status()
    return answer.json()
