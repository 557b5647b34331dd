"""Products, found and counted."""
from django.db.models import F

from .models import Product


def product(product_id: int) -> Product:
    return Product.objects.get(pk=product_id)


def take(product_id: int, count: int) -> bool:
    enough = Product.objects.filter(pk=product_id, in_stock__gte=count)
    return enough.update(in_stock=F("in_stock") - count) == 1
