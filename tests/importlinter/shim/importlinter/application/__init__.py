"""What the functional tests import from here is `output`."""
