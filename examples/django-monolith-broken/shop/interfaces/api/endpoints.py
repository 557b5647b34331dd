"""What other programs call."""
import json

from django.http import HttpRequest, HttpResponseForbidden, JsonResponse

from shop.interfaces.api.serializers import order_json
from shop.usecases import checkout
from shop.vendors.stripe import webhooks


def orders(request: HttpRequest) -> JsonResponse:
    data = json.loads(request.body)
    return JsonResponse(order_json(checkout.check_out(data["email"], data["basket"])))


def stripe_event(request: HttpRequest) -> JsonResponse | HttpResponseForbidden:
    if not webhooks.is_genuine(request.body, request.headers["Stripe-Signature"]):
        return HttpResponseForbidden()
    return JsonResponse({})
