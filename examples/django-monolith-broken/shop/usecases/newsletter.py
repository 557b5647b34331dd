"""A customer wants to hear from us."""
from shop.domain import customers
from shop.vendors import mailgun


def sign_up(email: str) -> None:
    mailgun.subscribe(customers.find(email).email)
