"""Mail, sent after the transaction."""
from django.core.mail import send_mail
from django.db import transaction


def send(to: str, subject: str, body: str) -> None:
    transaction.on_commit(lambda: send_mail(subject, body, None, [to]))


def resend(to: str, subject: str, body: str) -> None:
    from shop.usecases.notify import Notification, send

    send(Notification(to, f"Again: {subject}", body))
