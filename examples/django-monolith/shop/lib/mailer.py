"""Mail, sent after the transaction."""
from django.core.mail import send_mail
from django.db import transaction


def send(to: str, subject: str, body: str) -> None:
    transaction.on_commit(lambda: send_mail(subject, body, None, [to]))
