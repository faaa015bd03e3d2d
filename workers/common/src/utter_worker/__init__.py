"""What Utter's ML workers share."""
