"""Settings of the shop."""
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ.get("SECRET_KEY", "for development only")
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "shop.data",
]
STRIPE_KEY = os.environ.get("STRIPE_KEY", "")
CURRENCY = "EUR"
