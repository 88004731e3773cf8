"""Models on hardware of one's own: what a token costs there, and from which volume that pays."""
