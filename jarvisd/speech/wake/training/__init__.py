"""Making a wake word: from recordings and voices to a small model beside its card."""
