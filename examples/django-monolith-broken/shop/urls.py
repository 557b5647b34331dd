"""The URLs of the site."""
from django.urls import include, path

from shop.interfaces.api import endpoints
from shop.interfaces.web import urls as web

urlpatterns = [
    path("", include(web.urlpatterns)),
    path("api/orders/", endpoints.orders),
    path("api/stripe/", endpoints.stripe_event),
]
