"""The function of model.py that compiles the model: optimizer, losses and metrics as objects, per output."""

from designer.codegen.errors import cannot
from designer.codegen.expressions import object_call
from designer.codegen.source import Expression, call, number, render, sequence, text
from designer.document.rewire import snake_case
from designer.training.config import KerasObject, OutputConfig, RunConfig

ACCURACIES = frozenset({"Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy"})
"""What Keras' own alias "accuracy" stands for, by task; so the logs say accuracy whatever the task."""


def metric_names(metrics: tuple[KerasObject, ...]) -> tuple[str, ...]:
    """What one output's metrics are called in the logs: fixed, where Keras would count on through a process.

    >>> metric_names((KerasObject(class_name="BinaryAccuracy"), KerasObject(class_name="AUC")))
    ('accuracy', 'auc')
    """
    names: list[str] = []
    for metric in metrics:
        given = metric.config.get("name")
        own = given if isinstance(given, str) and given.isidentifier() else snake_case(metric.class_name)
        name = "accuracy" if metric.class_name in ACCURACIES and own != given else own
        if name in names:
            name = own
        number = 2
        while name in names:
            name, number = f"{own}_{number}", number + 1
        names.append(name)
    return tuple(names)


def log_names(config: RunConfig, outputs: list[str]) -> tuple[str, ...]:
    """Every name that `fit` logs for training, the total loss first; validation has the same with `val_` in front."""
    names = ["loss"]
    for output in outputs:
        settings = config.outputs.get(output, OutputConfig())
        prefix = f"{output}_" if len(outputs) > 1 else ""
        if prefix and settings.loss is not None:
            names.append(f"{prefix}loss")
        names += [f"{prefix}{name}" for name in metric_names(settings.metrics)]
    return tuple(names)


def compile_function(config: RunConfig, outputs: list[str]) -> list[str]:
    """The lines of compile_model.

    Raises:
        CannotGenerate: no output has a loss, or a class is not in the catalogue.
    """
    settings = [config.outputs.get(name, OutputConfig()) for name in outputs]
    if all(setting.loss is None for setting in settings):
        raise cannot("export.without-loss", "No output has a loss, so nothing can be learnt. Choose a loss.")
    losses: list[Expression] = [_loss(setting.loss) for setting in settings]
    metrics: list[Expression] = [sequence(_metrics(setting.metrics)) for setting in settings]
    single = len(outputs) == 1
    arguments: dict[str, Expression] = {
        "optimizer": object_call("optimizers", config.optimizer.class_name, config.optimizer.config),
        "loss": losses[0] if single else sequence(losses),
    }
    if any(setting.loss_weight != 1.0 for setting in settings):
        arguments["loss_weights"] = sequence([number(setting.loss_weight) for setting in settings])
    if any(setting.metrics for setting in settings):
        arguments["metrics"] = metrics[0] if single else sequence(metrics)
    arguments["steps_per_execution"] = "steps_per_execution"
    return [
        "def compile_model(model, *, steps_per_execution=1) -> keras.Model:",
        '    """Set optimizer, losses and metrics, in the order of the outputs."""',
        *render(call("model.compile", **arguments), indent=4),
        "    return model",
    ]


def _loss(loss: KerasObject | None) -> Expression:
    return "None" if loss is None else object_call("losses", loss.class_name, loss.config)


def _metrics(metrics: tuple[KerasObject, ...]) -> list[Expression]:
    named = zip(metrics, metric_names(metrics), strict=True)
    return [object_call("metrics", metric.class_name, metric.config, name=text(name)) for metric, name in named]
