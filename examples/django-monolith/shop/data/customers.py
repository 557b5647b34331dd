"""Customers, found and kept."""
from shop.data.models import Customer


def by_email(email: str) -> Customer:
    customer, _ = Customer.objects.get_or_create(email=email.lower())
    return customer
