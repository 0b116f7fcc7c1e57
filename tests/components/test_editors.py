"""Every argument of every offered layer has an editor, but for the ones named here."""

from designer.catalogue import load_catalogue

# Shown as read-only JSON: objects for which Keras itself documents no form, or a value of any type.
WITHOUT_EDITOR = {
    ("BatchNormalization", "renorm_clipping"),
    ("Dense", "quantization_config"),
    ("EinsumDense", "quantization_config"),
    ("Embedding", "quantization_config"),
    ("Hashing", "mask_value"),
}
EDITED = {
    "activation", "boolean", "choice", "constraint", "dtype", "float", "floats", "initializer", "integer", "integers",
    "layer", "number", "regularizer", "seed", "shape", "string", "tuple",
}  # fmt: skip


def test_an_argument_without_editor_is_listed_here() -> None:
    found = {
        (entry.class_name, parameter.name)
        for entry in load_catalogue().layers
        for parameter in entry.parameters
        if parameter.kind not in EDITED
    }
    assert found == WITHOUT_EDITOR
