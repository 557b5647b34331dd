"""The web application."""
from flask import Flask

from acme.web import views


def create() -> Flask:
    app = Flask("acme")
    app.add_url_rule("/buy", view_func=views.buy, methods=["POST"])
    return app
