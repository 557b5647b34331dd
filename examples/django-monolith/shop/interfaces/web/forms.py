"""What people fill in."""
from django import forms


class CheckoutForm(forms.Form):
    email = forms.EmailField()
    product = forms.IntegerField()
    count = forms.IntegerField(min_value=1)
