"""A Python function as an algorithm of IsacCluster. Needs NumPy and nothing else.

    from isac_algorithm import serve

    def design(problem):
        ...
        return c, s

    serve(design)

`serve` reads batch after batch from standard input until it ends and answers each on standard output. What the function prints goes to
standard error. After an exception each problem of the batch is asked for alone; those with one fail, with its traceback.
"""

import json
import os
import sys
import traceback
from types import SimpleNamespace

import numpy as np


def serve(design, source=None, sink=None):
    """Answer batches until the input ends.

    design(problem) returns (c, s), or {"c": c, "s": s}, or {"c": c, "r": r}:

        c  (batch, antennas, users)     column l is the beam of user l
        s  (batch, antennas, antennas)  beams of the radar; None: none
        r  (batch, antennas, antennas)  the covariance R = C C^H + S S^H, instead of s

    problem has

        channels     complex (batch, users, antennas), row l is h_l; the signal of user l is h_l^H c_l
        targets_deg  (batch, targets)
        sinr_db      (batch, users), the least SINR of each user
        power        P0; the design's power Tr R must be P0
        noise        one number, or one for each user
        batch, antennas, users

    A design must not depend on what else is in its batch.
    """
    source = source or sys.stdin.buffer
    sink = sink or _take_stdout()
    while True:
        line = source.readline()
        if not line:
            return
        request = json.loads(line)
        arrays = {name: _read(source) for name in request["arrays"]}
        try:
            answer = _answer(design(SimpleNamespace(**{**request, **arrays})), request)
        except Exception as error:  # whatever the function does, the next batch may be answered
            text = "%s: %s\n%s" % (type(error).__name__, error, traceback.format_exc())
            _line(sink, {"error": text})
        else:
            _line(sink, {"arrays": [name for name, _ in answer]})
            for _, array in answer:
                np.lib.format.write_array_header_1_0(sink, np.lib.format.header_data_from_array_1_0(array))
                sink.write(array.tobytes())
        sink.flush()


def _take_stdout():
    """Keeps standard output for answers: what prints, in C libraries too, goes to standard error from now on."""
    sys.stdout.flush()
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sink


def _answer(result, request):
    if not isinstance(result, dict):
        c, s = result
        result = {"c": c, "s": s}
    batch, antennas, users = request["batch"], request["antennas"], request["users"]
    other = "r" if result.get("r") is not None else "s"
    second = result.get(other)
    if second is None:
        second = np.zeros((batch, antennas, antennas))
    return [("c", _array("c", result["c"], (batch, antennas, users))), (other, _array(other, second, (batch, antennas, antennas)))]


def _array(name, value, shape):
    array = np.ascontiguousarray(value, dtype="<c16")
    if array.shape != shape:
        raise ValueError("the array %s has the shape %s; expected %s" % (name, array.shape, shape))
    return array


def _read(source):
    """An array from a pipe, of which NumPy reads no byte too many."""
    version = np.lib.format.read_magic(source)
    header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = header(source)
    count = int(np.prod(shape, dtype=np.int64))
    data = source.read(count * dtype.itemsize)
    if len(data) != count * dtype.itemsize:
        raise EOFError("the input ended within an array")
    return np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if fortran else "C")


def _line(sink, value):
    sink.write((json.dumps(value) + "\n").encode())
