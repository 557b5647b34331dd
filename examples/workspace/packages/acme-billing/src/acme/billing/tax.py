"""Tax rates, from the office that sets them."""
import json
from functools import cache


@cache
def rate(country: str) -> float:
    from urllib.request import urlopen

    with urlopen(f"https://tax.example/rates/{country}") as answer:
        return json.load(answer)["rate"]
