"""The URLs of the pages."""
from django.urls import path

from . import views

urlpatterns = [
    path("checkout/", views.check_out, name="checkout"),
    path("newsletter/", views.sign_up, name="newsletter"),
]
