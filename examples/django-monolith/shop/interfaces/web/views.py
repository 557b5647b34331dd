"""Pages."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shop.domain.stock import OutOfStock
from shop.interfaces.web.forms import CheckoutForm
from shop.usecases import checkout, newsletter


def check_out(request: HttpRequest) -> HttpResponse:
    form = CheckoutForm(request.POST)
    if not form.is_valid():
        return render(request, "checkout.html", {"form": form})
    data = form.cleaned_data
    try:
        order = checkout.check_out(data["email"], {data["product"]: data["count"]})
    except OutOfStock:
        return render(request, "sold-out.html")
    return redirect("thank-you", order.number)


def sign_up(request: HttpRequest) -> HttpResponse:
    newsletter.sign_up(request.POST["email"])
    return redirect("home")
