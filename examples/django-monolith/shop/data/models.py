"""The tables."""
from django.db import models


class Customer(models.Model):
    email = models.EmailField(unique=True)
    loyal_since = models.DateTimeField(null=True)


class Product(models.Model):
    name = models.CharField(max_length=200)
    price_cents = models.PositiveIntegerField()
    in_stock = models.PositiveIntegerField(default=0)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    number = models.CharField(max_length=20, unique=True)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    charge_id = models.CharField(max_length=64, blank=True)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, related_name="lines", on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    count = models.PositiveIntegerField()
