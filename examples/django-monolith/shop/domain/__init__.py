"""What the shop is about, whoever asks."""
