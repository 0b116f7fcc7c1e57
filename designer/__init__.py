"""Layerloom without a screen: documents, engine, code, data, training.

Importing this package never imports Keras or TensorFlow; only the processes that need them do.
"""

__version__ = "0.1.0"
