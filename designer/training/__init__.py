"""Training: configuration, preflight, supervisor, worker, callback bridge."""
