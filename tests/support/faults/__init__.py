"""Each step under each fault: what must hold while it lasts, and that the step done again comes to the same."""
