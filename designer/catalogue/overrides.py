"""What introspection cannot know: ports, special editors, what is not offered and why, other names people type.

Everything else in the catalogue is read from the installed Keras by `designer.catalogue.generate`.
"""

from typing import Any

from designer.catalogue.schema import Kind, Port

FAMILIES = (
    "Input and output",
    "Core",
    "Convolution",
    "Pooling and reshaping",
    "Recurrent",
    "Attention",
    "Norm and activation",
    "Merge",
    "Preprocessing",
)

PACKAGE_FAMILIES = {
    "core": "Core",
    "convolutional": "Convolution",
    "pooling": "Pooling and reshaping",
    "reshaping": "Pooling and reshaping",
    "rnn": "Recurrent",
    "attention": "Attention",
    "normalization": "Norm and activation",
    "activations": "Norm and activation",
    "regularization": "Norm and activation",
    "merging": "Merge",
    "preprocessing": "Preprocessing",
}

CLASS_FAMILIES = {"InputLayer": "Input and output", "TimeDistributed": "Core"}

FIRST = (
    "InputLayer",
    "Dense",
    "Embedding",
    "TimeDistributed",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "MaxPooling1D",
    "MaxPooling2D",
    "Flatten",
    "Reshape",
    "GlobalAveragePooling2D",
    "LSTM",
    "GRU",
    "SimpleRNN",
    "Bidirectional",
    "MultiHeadAttention",
    "Attention",
    "Activation",
    "Dropout",
    "BatchNormalization",
    "LayerNormalization",
    "Concatenate",
    "Add",
    "Rescaling",
    "Normalization",
)
"""These stand first in their family; the others follow in alphabetical order."""

_CODE = "runs code that a document must not carry"
_CELL = "is one step of a recurrent layer; the whole layer is offered"
_VOCABULARY = "needs a vocabulary learnt from the data, which is not collected yet"
_LABELS = "changes labels together with images, so it belongs in the data pipeline and not in a model"

NOT_OFFERED = {
    "InputSpec": "describes inputs and is no layer",
    "Layer": "is the base of all layers and does nothing by itself",
    "Wrapper": "is the base of wrappers and does nothing by itself",
    "Pipeline": "is a list of preprocessing layers; place them one by one",
    "Lambda": _CODE,
    "TFSMLayer": _CODE,
    "FlaxLayer": _CODE,
    "JaxLayer": _CODE,
    "TorchModuleWrapper": _CODE,
    "RNN": "needs a hand-written cell; LSTM, GRU and SimpleRNN are offered",
    "GRUCell": _CELL,
    "LSTMCell": _CELL,
    "SimpleRNNCell": _CELL,
    "StackedRNNCells": _CELL,
    "MixUp": _LABELS,
    "CutMix": _LABELS,
    "MaxNumBoundingBoxes": _LABELS,
    "Equalization": "gives back its own input when a model is built (Keras 3.15), which Keras then refuses as a cycle",
    "IntegerLookup": _VOCABULARY,
    "StringLookup": _VOCABULARY,
    "TextVectorization": _VOCABULARY,
    "STFTSpectrogram": "needs the package scipy, which is not installed with Layerloom",
}

NOT_OFFERED_ELSEWHERE = {
    "optimizers": {"Optimizer", "LossScaleOptimizer", "MultiOptimizer", "OptimizerMap"},
    "schedules": {"LearningRateSchedule"},
    "losses": {"Loss"},
    "metrics": {"Metric", "Mean", "Sum", "MeanMetricWrapper"},
    # LambdaCallback and LearningRateScheduler take Python code, RemoteMonitor calls another machine, the
    # worker writes its own backups, Orbax is a package of its own, the rest is what `fit` adds by itself.
    "callbacks": {
        "Callback",
        "CallbackList",
        "History",
        "ProgbarLogger",
        "LambdaCallback",
        "LearningRateScheduler",
        "RemoteMonitor",
        "BackupAndRestore",
        "OrbaxCheckpoint",
    },
    "initializers": {"Initializer", "STFT", "STFTInitializer"},
    "regularizers": {"Regularizer"},
    "constraints": {"Constraint"},
}

ALIASES = {"InputLayer": ("Input",), "GroupQueryAttention": ("GroupedQueryAttention",)}

SUMMARIES = {"InputLayer": "Where data enters the model: one row's shape, and its type."}

SYNONYMS: dict[str, tuple[str, ...]] = {
    "InputLayer": ("input", "source", "features", "placeholder"),
    "Dense": ("fc", "linear", "fully connected", "perceptron", "mlp", "head"),
    "Embedding": ("lookup", "word vectors", "tokens"),
    "TimeDistributed": ("per step", "every step"),
    "Bidirectional": ("bilstm", "bigru", "both directions"),
    "Conv1D": ("convolution", "temporal convolution", "cnn"),
    "Conv2D": ("convolution", "cnn", "filters", "kernel"),
    "Conv3D": ("convolution", "cnn", "volume"),
    "Conv2DTranspose": ("deconvolution", "upconvolution"),
    "DepthwiseConv2D": ("mobilenet",),
    "SeparableConv2D": ("xception",),
    "MaxPooling2D": ("maxpool", "downsample"),
    "AveragePooling2D": ("avgpool", "downsample"),
    "GlobalAveragePooling1D": ("gap", "mean over time"),
    "GlobalAveragePooling2D": ("gap",),
    "GlobalMaxPooling1D": ("max over time",),
    "UpSampling2D": ("upscale", "resize"),
    "Flatten": ("vector", "ravel"),
    "Reshape": ("view",),
    "Permute": ("transpose",),
    "ZeroPadding2D": ("pad",),
    "Cropping2D": ("crop",),
    "LSTM": ("rnn", "recurrent", "sequence", "memory"),
    "GRU": ("rnn", "recurrent", "sequence"),
    "SimpleRNN": ("rnn", "recurrent", "elman"),
    "MultiHeadAttention": ("mha", "self attention", "transformer"),
    "GroupQueryAttention": ("gqa", "transformer"),
    "Attention": ("dot attention", "luong"),
    "AdditiveAttention": ("bahdanau",),
    "Activation": ("relu", "sigmoid", "softmax", "tanh", "nonlinearity"),
    "ReLU": ("relu6", "rectifier"),
    "Dropout": ("regularisation", "regularization"),
    "BatchNormalization": ("bn", "batchnorm", "batch norm"),
    "LayerNormalization": ("ln", "layernorm", "layer norm"),
    "GroupNormalization": ("gn", "group norm", "instance norm"),
    "Concatenate": ("concat", "join", "stack", "cat"),
    "Add": ("sum", "residual", "skip connection", "plus"),
    "Multiply": ("product", "gate", "times"),
    "Subtract": ("minus", "difference"),
    "Dot": ("similarity", "inner product", "cosine"),
    "Average": ("mean",),
    "Identity": ("pass through", "name an output"),
    "Rescaling": ("scale", "divide by 255"),
    "Normalization": ("standardise", "standardize", "z-score"),
    "Resizing": ("resize",),
    "CategoryEncoding": ("one hot", "multi hot"),
}

_ATTENTION = (
    Port(name="query", arg=0),
    Port(name="value", arg=1),
    Port(name="key", arg=2, required=False),
    Port(name="attention_mask", arg=None, required=False),
)
_SEQUENCE = (Port(name="sequences", arg=0), Port(name="initial_state", arg=None, variadic=True, required=False))
_LIST = (Port(name="inputs", arg=0, variadic=True),)

PORTS: dict[str, tuple[Port, ...]] = {
    "InputLayer": (),
    "MultiHeadAttention": _ATTENTION,
    "GroupQueryAttention": _ATTENTION,
    # One list of two or three tensors: query, value and, when it differs from value, key.
    "Attention": (Port(name="query, value, key", arg=0, variadic=True),),
    "AdditiveAttention": (Port(name="query, value, key", arg=0, variadic=True),),
    **dict.fromkeys(("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"), _LIST),
    "HashedCrossing": _LIST,
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Bidirectional"), _SEQUENCE),
}

_VERBOSE = {"verbose": "the log says it in any case"}

HIDDEN: dict[str, dict[str, str]] = {
    "*": {"name": "stands beside the arguments", "trainable": "stands beside the arguments"},
    "InputLayer": {
        "shape": "is batch_shape without its first number",
        "batch_size": "is the first number of batch_shape",
        "input_tensor": "is a tensor and cannot be written down",
    },
    "Embedding": {"weights": "are stored beside the layer"},
    "Bidirectional": {"weights": "are stored beside the layer"},
    "EarlyStopping": _VERBOSE,
    "ModelCheckpoint": _VERBOSE,
    "ReduceLROnPlateau": _VERBOSE,
    "EinsumDense": {"gptq_unpacked_column_size": "is written by Keras when it quantises a model"},
}
"""Constructor arguments that no form shows, and why."""

PASSED_ON = {
    "zero_output_for_mask": "Boolean, whether the output should be zeros for the masked steps.",
    "activity_regularizer": "Regularizer of the output.",
    "data_format": "String, either channels_last or channels_first.",
    "seed": "Integer, used to create a random seed.",
}
"""Arguments that a layer hands to its base class by `**kwargs`: seen in its config, not in its signature."""

_DENSE_ONE = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 1}}
_LSTM = {"module": "keras.layers", "class_name": "LSTM", "config": {"units": 32}}

START: dict[str, Any] = {
    "units": 32,
    "filters": 32,
    "kernel_size": 3,
    "rate": 0.25,
    "stddev": 0.1,
    "activation": "relu",
    "num_heads": 4,
    "key_dim": 32,
    "head_dim": 32,
    "num_query_heads": 4,
    "num_key_value_heads": 2,
    "input_dim": 1000,
    "output_dim": 64,
    "pool_size": 2,
    "output_size": 1,
    "axes": 1,
    "n": 4,
    "num_tokens": 10,
    "num_bins": 10,
    "height": 32,
    "width": 32,
    "factor": 0.2,
    "height_factor": 0.2,
    "width_factor": 0.2,
    "scale": 0.00392156862745098,
    "layer": _DENSE_ONE,
    "initial_learning_rate": 0.001,
    "decay_steps": 1000,
    "first_decay_steps": 1000,
    "decay_rate": 0.96,
    "boundaries": [1000],
    "values": [0.001, 0.0001],
    "num_classes": 2,
    "target_class_ids": [1],
    "recall": 0.5,
    "precision": 0.5,
    "specificity": 0.5,
    "sensitivity": 0.5,
    "filepath": "best.keras",
    "filename": "log.csv",
}
"""Values that a new layer starts with where Keras has no default, by argument."""

CLASS_START: dict[str, dict[str, Any]] = {
    "InputLayer": {"batch_shape": [None, 10]},
    "Bidirectional": {"layer": _LSTM},
    "Reshape": {"target_shape": [-1, 1]},
    "Permute": {"dims": [2, 1]},
    "EinsumDense": {"equation": "ab,bc->ac", "output_shape": [32]},
    "RandomPosterization": {"factor": 4},
    "Discretization": {"bin_boundaries": [0.0, 1.0]},
    **{f"Adaptive{how}Pooling{n}D": {"output_size": 2} for how in ("Average", "Max") for n in (1, 2, 3)},
}
REQUIRED = {
    "InputLayer": {"batch_shape"},
    "CategoryEncoding": {"num_tokens"},
}
"""Arguments that have a default in the signature and are needed all the same."""

KINDS: dict[str, dict[str, Kind]] = {
    "InputLayer": {"batch_shape": "shape", "dtype": "dtype", "sparse": "boolean", "ragged": "boolean"},
    "ReLU": {"max_value": "float"},
    "Dense": {"lora_rank": "integer"},
    "Dot": {"axes": "integers"},
    "MultiHeadAttention": {"output_shape": "integers", "attention_axes": "integers"},
    "RandomErasing": {"fill_value": "float"},
    "MaxNorm": {"max_value": "float"},
    "EinsumDense": {"output_shape": "integers", "bias_axes": "string"},
    "PReLU": {"shared_axes": "integers"},
    "RandomPosterization": {"factor": "integers"},
    "RandomElasticTransform": {"scale": "floats"},
    "RandomGaussianBlur": {"sigma": "floats"},
    "Hashing": {"salt": "integers", "mask_value": "json"},
    "Discretization": {"bin_boundaries": "floats"},
    "Normalization": {"mean": "floats", "variance": "floats"},
    "Cropping1D": {"cropping": "integers"},
    "Rescaling": {"scale": "floats", "offset": "floats"},
    "ReduceLROnPlateau": {"factor": "float"},
}

CHOICES: dict[str, dict[str, tuple[Any, ...]]] = {
    "Bidirectional": {"merge_mode": ("sum", "mul", "concat", "ave", None)},
    "Conv1D": {"padding": ("valid", "same", "causal")},
    "Attention": {"score_mode": ("dot", "concat")},
    "RandomFlip": {"mode": ("horizontal_and_vertical", "horizontal", "vertical")},
    "Discretization": {"output_mode": ("int", "one_hot", "multi_hot", "count")},
    "CategoryEncoding": {"output_mode": ("multi_hot", "one_hot", "count")},
    "Hashing": {"output_mode": ("int", "one_hot", "multi_hot", "count")},
    "HashedCrossing": {"output_mode": ("int", "one_hot")},
    "MelSpectrogram": {"window": ("hann", "hamming")},
    "UpSampling2D": {"interpolation": ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")},
    "Resizing": {"interpolation": ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area")},
}
