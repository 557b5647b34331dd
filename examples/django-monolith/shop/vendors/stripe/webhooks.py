"""What the payment provider tells us."""
import hashlib
import hmac

from django.conf import settings


def is_genuine(body: bytes, signature: str) -> bool:
    expected = hmac.new(settings.STRIPE_KEY.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature)
