"""What both workers that use Pocket TTS know of it."""

# Its models by language; English is one model for all its voices.
MODELS = {
    "en": "english", "fr": "french_24l", "de": "german", "pt": "portuguese", "it": "italian",
    "es": "spanish",
}
