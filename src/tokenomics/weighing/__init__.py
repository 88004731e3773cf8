"""What else could do the work that models do, and from where on it is worth it: a person, another option."""
