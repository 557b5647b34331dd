"""Who buys."""
from datetime import timedelta

from shop.data import customers as store
from shop.data.models import Customer
from shop.lib import clock

LOYAL_AFTER = timedelta(days=365)


def find(email: str) -> Customer:
    return store.by_email(email)


def is_loyal(customer: Customer) -> bool:
    since = customer.loyal_since
    return since is not None and clock.now() - since > LOYAL_AFTER
