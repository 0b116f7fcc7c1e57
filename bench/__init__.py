"""Measures what is promised: `make bench`, or `python -m bench.run NAME` for one of them."""
