"""What is stuck on a parcel."""
from acme.shipping.rates import quote


def label(address: str, grams: int) -> str:
    return f"{address}\n{quote(grams)}"
