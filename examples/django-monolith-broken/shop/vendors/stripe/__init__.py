"""Payments."""
from .client import Charge, charge, refund

__all__ = ["Charge", "charge", "refund"]
