"""The API of reviews: assignments and own reviews, frozen rankings and calculations."""
