"""Two reports compared: what changed in all and by group, what prices did, and what is no more than noise."""
