"""Which arguments Keras takes null for. Editors offer it for fewer: only where it is the default.

Verified with Keras 3.15; a test tries every argument of every layer and optimizer.
"""

from designer.catalogue.schema import Parameter

KINDS = ("boolean", "activation", "initializer")
"""Keras takes null for these whatever their default is: false, no activation, the initializer of its own choice."""

TAKEN: dict[str, frozenset[str]] = {
    **dict.fromkeys(("MaxNorm", "MinMaxNorm", "UnitNorm", "Softmax", "Normalization"), frozenset({"axis"})),
    **dict.fromkeys(("LayerNormalization", "RMSNormalization", "Discretization"), frozenset({"epsilon"})),
    **dict.fromkeys(("ActivityRegularization", "L1", "L2", "L1L2"), frozenset({"l1", "l2"})),
    **dict.fromkeys(("BinaryCrossentropy", "CategoricalCrossentropy"), frozenset({"axis", "label_smoothing"})),
    "CategoricalFocalCrossentropy": frozenset({"axis", "label_smoothing"}),
    "BinaryFocalCrossentropy": frozenset({"alpha", "axis", "label_smoothing"}),
    **dict.fromkeys(("CosineSimilarity", "ConcordanceCorrelation", "PearsonCorrelation"), frozenset({"axis"})),
    **dict.fromkeys(("IoU", "MeanIoU"), frozenset({"axis"})),
    "BatchNormalization": frozenset({"renorm_momentum"}),
    "Bidirectional": frozenset({"merge_mode"}),
    "MelSpectrogram": frozenset({"window"}),
    "RandomColorJitter": frozenset({"value_range"}),
    "RandomFlip": frozenset({"mode"}),
    "Resizing": frozenset({"fill_value"}),
    "R2Score": frozenset({"class_aggregation"}),
    "Muon": frozenset({"adam_weight_decay", "rms_rate", "weight_decay"}),
    "CosineDecay": frozenset({"warmup_steps"}),
    **dict.fromkeys(("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"), frozenset({"mode"})),
    "TensorBoard": frozenset({"histogram_freq", "embeddings_freq", "profile_batch"}),
    "*": frozenset({"reduction", "ema_momentum"}),
}
"""Arguments that have a default and take null all the same (Keras 3.15); a test compares with what Keras does."""

_KERNEL_AND_BIAS = frozenset({"kernel_initializer", "bias_initializer"})
NEVER: dict[str, frozenset[str]] = {
    **dict.fromkeys(("LSTM", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), frozenset({"bias_initializer"})),
    **dict.fromkeys(("MultiHeadAttention", "GroupQueryAttention"), _KERNEL_AND_BIAS),
}
"""Exceptions among the kinds that take null."""


def takes_null(class_name: str, parameter: Parameter) -> bool:
    """Whether a config may hold null for this argument."""
    if parameter.required or parameter.nullable:
        return parameter.nullable
    if parameter.kind in KINDS:
        return parameter.name not in NEVER.get(class_name, ())
    return parameter.name in TAKEN["*"] | TAKEN.get(class_name, frozenset())
