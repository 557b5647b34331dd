"""Pages."""
from flask import request

from acme.billing.invoices import invoice
from acme.shipping import labels


def buy() -> str:
    form = request.form
    invoice(form["order"], form["amount"], form["country"])
    return labels.label(form["address"], int(form["grams"]))
