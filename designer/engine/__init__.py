"""The only place that touches Keras for analysis. Import `designer.engine.client` to ask it."""
