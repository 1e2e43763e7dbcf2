"""Results of IsacCluster in Python: tables, DataFrames and plots. Needs NumPy; pandas, matplotlib, h5py and pyarrow where they are asked for.

    import isac_results as isac

    results = isac.load("thresholds")               # a folder with results.json, or the file
    results.table()                                 # columns as NumPy arrays, a row for each point and algorithm
    results.frame()                                 # the same as a pandas.DataFrame
    results.rows()                                  # a row for each sample and algorithm (rows: true or parquet), columns as arrays
    results.plot("ratio")                           # as the report draws it: "mse", "ratio", "satisfaction", "time", a metric's name

    study = isac.load("study")                      # a folder with study.json
    study.frame(); study.plot()

    training = isac.load("training")                # a folder with results.json of a training
    training.frame(); training.curves(); training.plot("validation_loss"); training.metadata("sinr_db=8")

    arrays = isac.dataset("data")                   # shards of HDF5 joined, or one of them: arrays by name, a sample each row
    frame = isac.dataset_frame("data")              # the same as a pandas.DataFrame: targets_deg_0, channel_0_3, ...
"""

import csv
import json
import os
import re

import numpy as np

# The colours and markers of the report: Okabe and Ito (2008), in the order of the algorithms.
COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#D9C400"]
MARKERS = ["o", "s", "^", "D", "v", "+", "x", "o"]
LABELS = {
    "mse": "Beampattern MSE (W²)", "ratio": "MSE / MSE of {reference}", "satisfaction": "SINR satisfaction (%)",
    "projection_usage": "Projected samples (%)", "time": "Mean time per design (s)",
}


def load(path):
    """The results of a folder with results.json or study.json, or of such a file: Results, Training or Study.

    Raises FileNotFoundError where there is none, ValueError where it is not JSON or of no schema that is known.
    """
    if os.path.isdir(path):
        names = [name for name in ("results.json", "study.json") if os.path.exists(os.path.join(path, name))]
        if not names:
            raise FileNotFoundError("%s has neither results.json nor study.json" % path)
        path = os.path.join(path, names[0])
    elif not os.path.exists(path):
        raise FileNotFoundError("%s is neither a folder nor a file" % path)
    with open(path, encoding="utf-8") as file:
        try:
            document = json.load(file)
        except ValueError as error:
            raise ValueError("%s is not whole JSON: %s" % (path, error)) from None
    kinds = {"isac-results-v1": Results, "isac-training-v1": Training, "isac-study-v1": Study}
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema not in kinds:
        raise ValueError("%s has the schema %s; expected one of %s" % (path, schema, ", ".join(kinds)))
    return kinds[schema](document, os.path.dirname(os.path.abspath(path)))


def dataset(path, names=None, of=None):
    """Arrays that isac wrote as HDF5 (datasets, designs), by name; the first axis is the sample. Needs h5py.

    path    a file, or a folder, whose shards are joined in their order
    names   only these arrays
    of      of a folder of designs: those of this algorithm, "sdr"

    Raises FileNotFoundError where the folder lacks a shard, KeyError where an array is missing, ValueError where `of` has to be said.
    """
    files = [path] if not os.path.isdir(path) else _shards(path, of)
    parts = [_arrays(file, names) for file in files]
    return parts[0] if len(parts) == 1 else {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def dataset_frame(path, names=None, of=None):
    """dataset() as a pandas.DataFrame, a row for each sample: an array of more axes has a column for each of its places, NAME_0_3."""
    import pandas

    columns = {}
    for name, array in dataset(path, names, of).items():
        for place in np.ndindex(array.shape[1:]):
            columns["_".join([name, *map(str, place)])] = array[(slice(None), *place)]
    return pandas.DataFrame(columns)


def _shards(folder, of):
    found = {}
    for name in os.listdir(folder):
        match = re.fullmatch(r"(?:(.*)-)?shard-(\d+)\.h5", name)
        if match:
            found.setdefault(match[1], {})[int(match[2])] = os.path.join(folder, name)
    if not found:
        raise FileNotFoundError("%s holds no shard (shard-00000000.h5, ...)" % folder)
    if of is None and len(found) > 1 or of is not None and of not in found:
        raise ValueError("of: %s is not there; %s has designs of %s" % (of, folder, ", ".join(sorted(map(str, found)))))
    shards = found[of] if of is not None else next(iter(found.values()))
    wanted = _promised(folder) or max(shards) + 1
    missing = [index for index in range(wanted) if index not in shards]
    if missing:
        raise FileNotFoundError("%s lacks shard %d of %d" % (folder, missing[0], wanted))
    return [shards[index] for index in range(wanted)]


def _promised(folder):
    """How many shards the manifest of a dataset names; None where there is none."""
    path = os.path.join(folder, "manifest.json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    return len(manifest["shards"]) if manifest.get("schema") == "isac-dataset-manifest-v1" else None


def _arrays(path, names):
    import h5py

    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.update({name: item[()]})
                        if isinstance(item, h5py.Dataset) and (names is None or name in names) else None)
    missing = set(names or []) - set(found)
    if missing:
        raise KeyError("%s has no %s" % (path, ", ".join(sorted(missing))))
    return found


def model_metadata(path):
    """What a .safetensors file says of its model: architecture, curve, test, seed, spec, ..., with JSON read; shapes of the tensors by
    name as "tensors". Needs nothing. Raises ValueError where it is no such file."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        try:
            header = json.loads(file.read(size)) if 0 < size < os.path.getsize(path) else None
        except ValueError:
            header = None
    if not isinstance(header, dict):
        raise ValueError("%s is no file of safetensors" % path)
    metadata = {name: _json(text) for name, text in header.pop("__metadata__", {}).items()}
    return {**metadata, "tensors": {name: tuple(tensor["shape"]) for name, tensor in header.items()}}


def _json(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


class Results:
    """results.json of a campaign. `document` is the file as it is, `folder` where it lies."""

    def __init__(self, document, folder):
        self.document, self.folder = document, folder
        self.name, self.digest, self.complete = document["name"], document["digest"], document["complete"]

    @property
    def points(self):
        return self.document["points"]

    @property
    def algorithms(self):
        """Names, in the order of the specification."""
        return list(dict.fromkeys(algorithm["name"] for point in self.points for algorithm in point["algorithms"]))

    @property
    def parameters(self):
        """Names of the swept fields."""
        return list(dict.fromkeys(name for point in self.points for name in point["params"]))

    @property
    def reference(self):
        """What ratios are to: sdr, or the first algorithm; None where there is only one."""
        names = self.algorithms
        return None if len(names) < 2 else "sdr" if "sdr" in names else names[0]

    def table(self, reference=None):
        """Columns by name, a row for each point and algorithm; numbers that are not defined are NaN, intervals are NAME_low and NAME_high.

        reference: the algorithm of the columns ratio, ratio_low and ratio_high; default as the report.
        """
        reference = reference or self.reference
        rows = [self._row(point, algorithm, reference) for point in self.points for algorithm in point["algorithms"]]
        return _columns(rows)

    def _row(self, point, algorithm, reference):
        row = {"point": point["id"], **{name: _scalar(point["params"].get(name)) for name in self.parameters}}
        row.update(algorithm=algorithm["name"], samples=point["samples"], stop_reason=point["stop_reason"])
        row.update({name: algorithm[name] for name in ("counted", "infeasible", "failed")})
        _put(row, "mse", algorithm["mse"]["mean"], algorithm["mse"]["ci95"])
        row.update({"mse_" + name: algorithm["mse"].get(name) for name in ("std", "min", "p50", "p90", "p99", "max")})
        row["n_eff"] = algorithm.get("n_eff")
        ratio = algorithm["paired_mse_ratio_to"].get(reference) or {}
        same = algorithm["name"] == reference and algorithm["mse"]["mean"] is not None
        _put(row, "ratio", 1.0 if same else ratio.get("mean"), ratio.get("ci95"))
        _put(row, "satisfaction", algorithm["satisfaction"], algorithm.get("satisfaction_ci95"))
        _put(row, "projection_usage", algorithm["projection_usage"], algorithm.get("projection_usage_ci95"))
        times = algorithm["time_s"]
        row.update(time=times["mean"], time_p50=times["p50"], time_p99=times["p99"])
        for name, metric in (algorithm.get("metrics") or {}).items():
            _put(row, name, metric["mean"], metric["ci95"])
            row.update({"%s_%s" % (name, quantile): metric.get(quantile) for quantile in ("p50", "p90", "p99")})
            paired = (metric.get("paired_ratio_to") or {}).get(reference) or {}
            _put(row, name + "_ratio", 1.0 if same and metric["mean"] is not None else paired.get("mean"), paired.get("ci95"))
        return row

    def frame(self, reference=None):
        """table() as a pandas.DataFrame."""
        import pandas

        return pandas.DataFrame(self.table(reference))

    def rows(self):
        """Columns of rows.csv by name, a row for each sample and algorithm: numbers as floats (NaN where empty), words as text."""
        path = os.path.join(self.folder, "rows.csv")
        if not os.path.exists(path):
            raise FileNotFoundError("%s has no rows.csv: the specification needs rows: true" % self.folder)
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            header = next(reader)
            cells = list(zip(*reader)) or [()] * len(header)
        return {name: _numbers(column) for name, column in zip(header, cells)}

    def rows_frame(self):
        """The rows as a pandas.DataFrame: of rows.parquet where it lies there and pyarrow is at hand, else of rows.csv."""
        import pandas

        path = os.path.join(self.folder, "rows.parquet")
        if os.path.exists(path):
            try:
                return pandas.read_parquet(path)
            except ImportError:
                pass
        return pandas.DataFrame(self.rows())

    def plot(self, quantity="mse", against=None, where=None, axes=None):
        """One quantity against one swept parameter, a line for each algorithm, with 95 % intervals; returns the matplotlib axes.

        quantity   mse, ratio, satisfaction, projection_usage, time, or the name of a metric
        against    a swept parameter; default the first
        where      values of other parameters, {"users": 2}; default their first values
        """
        against = against or (self.parameters or [None])[0]
        if against not in self.parameters:
            raise ValueError("against: %s is not swept; expected one of %s" % (against, ", ".join(self.parameters) or "none"))
        table = self.table()
        if quantity not in table:
            raise ValueError("quantity: %s is not known; expected one of %s" % (quantity, ", ".join(_drawable(table))))
        percent = 100 if quantity in ("satisfaction", "projection_usage") else 1
        chosen = self._where(table, against, where or {})
        axes = axes or _axes()
        words = table[against].dtype.kind == "O"
        for index, name in enumerate(self.algorithms):
            at = chosen & (table["algorithm"] == name) & np.isfinite(table[quantity])
            if not at.any():
                continue
            x, y = table[against][at], percent * table[quantity][at]
            _line(axes, x, y, _bars(table, quantity, at, y, percent), name, index, joined=not words)
        if quantity == "satisfaction" and np.nanmax(table[quantity]) >= 0.9:
            _nines(axes)
        elif quantity == "time":
            axes.set_yscale("log")
        elif quantity == "ratio":
            axes.axhline(1, color="#5B6570", linewidth=1)
        axes.set_xlabel(against)
        axes.set_ylabel(LABELS.get(quantity, quantity).format(reference=self.reference))
        axes.legend(frameon=False)
        return axes

    def plot_ratio_against_time(self, axes=None):
        """Ratio of MSE to the reference over the mean time of a design, a marker for each point and algorithm; returns the axes."""
        table, axes = self.table(), axes or _axes()
        for index, name in enumerate(self.algorithms):
            at = (table["algorithm"] == name) & np.isfinite(table["ratio"]) & (table["time"] > 0)
            if at.any():
                y = table["ratio"][at]
                _line(axes, table["time"][at], y, _bars(table, "ratio", at, y, 1), name, index, joined=False)
        axes.set_xscale("log")
        axes.axhline(1, color="#5B6570", linewidth=1)
        axes.set_xlabel(LABELS["time"])
        axes.set_ylabel(LABELS["ratio"].format(reference=self.reference))
        axes.legend(frameon=False)
        return axes

    def _where(self, table, against, where):
        chosen = np.ones(len(table["point"]), bool)
        for name in self.parameters:
            if name == against:
                continue
            value = where[name] if name in where else table[name][0]
            chosen &= np.array([item == value for item in table[name]], bool)
        return chosen


class Training:
    """results.json of a training. `document` is the file as it is, `folder` where it and the model files lie."""

    QUANTITIES = ("epoch", "training_loss", "validation_loss", "mse", "satisfaction", "learning_rate")

    def __init__(self, document, folder):
        self.document, self.folder = document, folder
        self.name, self.digest, self.complete = document["name"], document["digest"], document["complete"]

    @property
    def models(self):
        """Those that are trained; `document["points"]` says how many there are to be."""
        return self.document["models"]

    def table(self):
        """Columns by name, a row for each model: point, the swept fields, what it is and how it does on the test set (test_loss, test_mse,
        test_satisfaction)."""
        swept = list(dict.fromkeys(name for model in self.models for name in model["params"]))
        rows = []
        for model in self.models:
            row = {"point": model["point"], **{name: _scalar(model["params"].get(name)) for name in swept}}
            row.update({name: model[name] for name in ("file", "digest", "parameters", "epochs", "best_epoch", "stopped_early", "rollbacks")})
            row.update({"test_" + name: model["test"][name] for name in ("loss", "mse", "satisfaction")})
            rows.append(row)
        return _columns(rows)

    def frame(self):
        """table() as a pandas.DataFrame."""
        import pandas

        return pandas.DataFrame(self.table())

    def curves(self):
        """Validations by point: arrays by name, epoch, training_loss, validation_loss, mse, satisfaction, learning_rate."""
        return {model["point"]: dict(zip(self.QUANTITIES, np.array(model["curve"], float).reshape(-1, len(self.QUANTITIES)).T))
                for model in self.models}

    def curves_frame(self):
        """The same as one pandas.DataFrame with a column point."""
        import pandas

        parts = [pandas.DataFrame({"point": point, **curve}) for point, curve in self.curves().items()]
        return pandas.concat(parts, ignore_index=True) if parts else pandas.DataFrame(columns=["point", *self.QUANTITIES])

    def metadata(self, point=None):
        """model_metadata() of the model of a point; default the only one."""
        points = [model["point"] for model in self.models]
        if point is None and len(points) == 1:
            point = points[0]
        if point not in points:
            raise ValueError("point: %s has no model; expected one of %s" % (point, ", ".join(points) or "none"))
        return model_metadata(os.path.join(self.folder, self.models[points.index(point)]["file"]))

    def plot(self, quantity="validation_loss", axes=None):
        """One quantity of the curves over the epochs, a line for each model, the kept epoch marked; returns the matplotlib axes."""
        if quantity not in self.QUANTITIES[1:]:
            raise ValueError("quantity: %s is not known; expected one of %s" % (quantity, ", ".join(self.QUANTITIES[1:])))
        axes, percent = axes or _axes(), 100 if quantity == "satisfaction" else 1
        least, most = np.inf, 0
        for index, (model, curve) in enumerate(zip(self.models, self.curves().values())):
            values, color = percent * curve[quantity], COLORS[index % len(COLORS)]
            kept = curve["epoch"] == model["best_epoch"]
            axes.plot(curve["epoch"], values, color=color, linewidth=1.5, label=model["point"])
            axes.plot(curve["epoch"][kept], values[kept], "o", color=color, markersize=5)
            least, most = min(least, np.nanmin(values, initial=np.inf)), max(most, np.nanmax(values, initial=0))
        if percent == 1 and least > 0 and most >= 10 * least:
            axes.set_yscale("log")
        axes.set_xlabel("Epoch")
        axes.set_ylabel({**LABELS, "training_loss": "Training loss", "validation_loss": "Validation loss",
                         "learning_rate": "Learning rate"}[quantity])
        if self.models:
            axes.legend(frameon=False)
        return axes


class Study:
    """study.json of a study. `document` is the file as it is."""

    def __init__(self, document, folder):
        self.document, self.folder = document, folder
        self.name, self.digest, self.complete = document["name"], document["digest"], document["complete"]
        self.metrics, self.best = document["metrics"], document["best"]

    def table(self):
        """Columns by name, a row for each trial: number, state, the metrics, and the parameters as param_NAME (None where inactive);
        with constraints feasible and excess_0, ... (above 0 where one does not hold), measured_NAME; duration_s where it is known."""
        names = list(dict.fromkeys(name for trial in self.document["trials"] for name in trial["params"]))
        measured = list(dict.fromkeys(name for trial in self.document["trials"] for name in trial.get("measured") or {}))
        constraints = self.document.get("constraints") or []
        timed = any(trial.get("duration_s") is not None for trial in self.document["trials"])
        rows = []
        for trial in self.document["trials"]:
            values = trial.get("values") or [trial["value"]]
            row = {"number": trial["number"], "state": trial["state"], "attempts": trial["attempts"]}
            row.update({metric: values[k] if k < len(values) else None for k, metric in enumerate(self.metrics)})
            row.update({"param_" + name: trial["params"].get(name) for name in names})
            if constraints:
                excesses = trial.get("constraints") or [None] * len(constraints)
                row["feasible"] = trial.get("feasible")
                row.update({"excess_%d" % k: excess for k, excess in enumerate(excesses)})
            row.update({"measured_" + name: (trial.get("measured") or {}).get(name) for name in measured})
            if timed:
                row["duration_s"] = trial.get("duration_s")
            rows.append(row)
        return _columns(rows)

    def frame(self):
        """table() as a pandas.DataFrame."""
        import pandas

        return pandas.DataFrame(self.table())

    def curves(self):
        """Intermediate values by the number of the trial: an array of (step, value)."""
        return {trial["number"]: np.array(trial["intermediate"], float).reshape(-1, 2)
                for trial in self.document["trials"] if trial["intermediate"]}

    def plot(self, axes=None):
        """The first metric of complete trials in their order, and the best so far of those that fulfil all constraints; returns the
        matplotlib axes."""
        table, axes, metric = self.table(), axes or _axes(), self.metrics[0]
        at = (table["state"] == "complete") & np.isfinite(table[metric])
        if "feasible" in table:
            held = table["feasible"] == True  # noqa: E712, None is neither
            axes.plot(table["number"][at & ~held], table[metric][at & ~held], "x", color=COLORS[1], label="infeasible")
            at = at & held
        number, value = table["number"][at], table[metric][at]
        best = np.minimum.accumulate(value) if self.document["directions"][0] == "minimize" else np.maximum.accumulate(value)
        axes.plot(number, value, "o", color=COLORS[5], label="complete")
        axes.step(number, best, where="post", color=COLORS[0], label="best so far")
        if len(value) and value.min() > 0 and value.max() >= 10 * value.min():
            axes.set_yscale("log")
        axes.set_xlabel("Trial")
        axes.set_ylabel(metric)
        axes.legend(frameon=False)
        return axes


def _scalar(value):
    return value if value is None or isinstance(value, (int, float, str)) else json.dumps(value)


def _put(row, name, value, interval):
    row[name] = value
    row[name + "_low"], row[name + "_high"] = interval if interval else (None, None)


def _columns(rows):
    """Arrays of a list of rows: floats, or integers where all are whole; objects where one is a word."""
    columns = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        cells = [row.get(name) for row in rows]
        known = [cell for cell in cells if cell is not None]
        if any(isinstance(cell, (str, bool)) for cell in known):
            columns[name] = np.array(cells, object)
        elif known and len(known) == len(cells) and all(type(cell) is int for cell in known):
            columns[name] = np.array(cells)
        else:
            columns[name] = np.array([np.nan if cell is None else cell for cell in cells], float)
    return columns


def _numbers(cells):
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells, object)


def _drawable(table):
    return [name for name in table if name + "_low" in table or name == "time"]


def _bars(table, quantity, at, y, percent):
    if quantity + "_low" not in table:
        return None
    low, high = percent * table[quantity + "_low"][at], percent * table[quantity + "_high"][at]
    return np.nan_to_num(np.maximum(0, [y - low, high - y]))


def _line(axes, x, y, bars, name, index, joined):
    color, marker = COLORS[index % len(COLORS)], MARKERS[index % len(MARKERS)]
    axes.errorbar(x, y, yerr=bars, label=name, color=color, marker=marker, markersize=5, linewidth=1.5, capsize=2,
                  linestyle="-" if joined else "none")


def _nines(axes):
    """Per cent, even in decades of what is missing to 100, which itself stands at the top."""
    least = 1e-3
    axes.set_yscale("function", functions=(
        lambda p: -np.log10(np.clip(1 - np.asarray(p) / 100, least / 100, 1)), lambda u: 100 * (1 - 10.0 ** -np.asarray(u))))
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 90, 99, 99.9, 100])
    axes.set_yticklabels(["0", "90", "99", "99.9", "100"])


def _axes():
    import matplotlib.pyplot as pyplot

    return pyplot.subplots(figsize=(6.4, 4), layout="constrained")[1]
