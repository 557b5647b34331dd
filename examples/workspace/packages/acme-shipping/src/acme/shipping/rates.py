"""What a parcel costs."""
import requests

from acme.core.money import cents


def quote(grams: int) -> int:
    answer = requests.get("https://parcels.example/quote", params={"grams": grams}, timeout=5)
    return cents(answer.text)
