"""Datasets: reading (in a sandbox), schema, preparation, splits, proposals."""
