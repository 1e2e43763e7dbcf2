"""Results of IsacCluster in Python: tables, DataFrames and plots. Needs NumPy; pandas, matplotlib, h5py and pyarrow where they are asked for.

    import isac_results as isac

    results = isac.load("thresholds")               # a folder with results.json, or the file
    results.table()                                 # columns as NumPy arrays, a row for each point and algorithm
    results.frame()                                 # the same as a pandas.DataFrame
    results.rows()                                  # a row for each sample and algorithm (rows: true or parquet), columns as arrays
    results.plot("ratio")                           # as the report draws it: "mse", "ratio", "satisfaction", "time", a metric's name

    study = isac.load("study")                      # a folder with study.json
    study.frame(); study.plot()

    shard = isac.dataset("data/shard-00000000.h5")  # datasets of HDF5 as arrays, by name
"""

import csv
import json
import os

import numpy as np

# The colours and markers of the report: Okabe and Ito (2008), in the order of the algorithms.
COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#D9C400"]
MARKERS = ["o", "s", "^", "D", "v", "+", "x", "o"]
LABELS = {
    "mse": "Beampattern MSE (W²)", "ratio": "MSE / MSE of {reference}", "satisfaction": "SINR satisfaction (%)",
    "projection_usage": "Projected samples (%)", "time": "Mean time per design (s)",
}


def load(path):
    """The results of a folder with results.json or study.json, or of such a file.

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
    kinds = {"isac-results-v1": Results, "isac-study-v1": Study}
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema not in kinds:
        raise ValueError("%s has the schema %s; expected one of %s" % (path, schema, ", ".join(kinds)))
    return kinds[schema](document, os.path.dirname(os.path.abspath(path)))


def dataset(path, names=None):
    """Arrays of an HDF5 file that isac wrote (datasets, designs), by name; names: only these. Needs h5py."""
    import h5py

    if os.path.isdir(path):
        shards = sorted(name for name in os.listdir(path) if name.endswith(".h5"))
        raise IsADirectoryError("%s is a folder; name a file of it%s" % (path, ", such as " + shards[0] if shards else ""))
    with h5py.File(path) as file:
        found = {}
        file.visititems(lambda name, item: found.update({name: item[()]})
                        if isinstance(item, h5py.Dataset) and (names is None or name in names) else None)
    missing = set(names or []) - set(found)
    if missing:
        raise KeyError("%s has no %s" % (path, ", ".join(sorted(missing))))
    return found


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
