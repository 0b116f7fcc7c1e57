"""Pieces of pages: forms, tables, charts and cards."""
