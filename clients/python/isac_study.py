"""Studies of IsacCluster from Python: ask for trials, tell their values. Python 3.8, the standard library only.

    import isac_study

    def objective(trial):
        x = trial.params["x"]
        for step in range(1, 11):
            trial.report(step, (x - 2) ** 2 + 1 / step)     # raises isac_study.Pruned where the pruner ends the trial
        return (x - 2) ** 2                                 # a number, or {"metric": number, ...}

    study = isac_study.Study("http://127.0.0.1:8080", "mine-0a1b2c3d4e5f", token="...")
    study.optimize(objective)                               # until the study has ended

or step by step:

    trial = study.ask()                                     # None once the study has ended
    study.tell(trial, 0.3)                                  # or {"loss": 0.3, "time": 7}, or state="failed", error="..."

Any number of processes on any machines may do so at once. While a trial is out, a thread tells the cluster that its worker lives; where
that stops for the study's lease_s another worker is given the trial. Calls that are not answered, because a silo or all of them are started
again, are repeated until they are, on the next address if several are given; every call may arrive twice.
"""

import json
import math
import os
import random
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

__all__ = ["Study", "Trial", "Pruned", "LeaseLost", "StudyError", "submit"]

_RESTING = ("completed", "incomplete", "cancelled", "failed", "damaged")
_LONGEST_WAIT_S = 20.0


class StudyError(Exception):
    """The cluster refuses what was asked or told; `code` is that of HTTP."""

    def __init__(self, message, code=None):
        super().__init__(message)
        self.code = code


class Pruned(Exception):
    """The trial is pruned: its worker leaves it. Raised by Trial.report, or by an objective that decides so itself."""


class LeaseLost(StudyError):
    """The trial is another worker's now, or has ended: what this one says of it is not taken."""


class Trial:
    """One trial that this process evaluates.

    number: of the trial. params: the active parameters by name. attempt: 1, or more where a worker was lost with it. reported: pairs of
    step and value that workers before have reported. lost: whether another worker has it now. stop: whether the study was cancelled.
    """

    def __init__(self, study, answer):
        self._study = study
        self.number = answer["trial"]
        self.params = answer["params"]
        self.attempt = answer["attempt"]
        self.metrics = answer["metrics"]
        self.reported = [tuple(pair) for pair in answer["reported"]]
        self.lease = answer["lease"]
        self.lease_s = answer["lease_s"]
        self.lost = False
        self.stop = False
        self.pruned = False

    def report(self, step, value):
        """Reports an intermediate value of the first metric; steps are whole numbers that grow. Raises Pruned where it ends the trial."""
        answer = self._study._say("report", self, {"step": int(step), "value": _reported(value)})
        if answer.get("prune"):
            self.pruned = True
            self._study._release(self)
            raise Pruned("trial %d is pruned at step %d" % (self.number, step))

    def __repr__(self):
        return "Trial(%d, %r)" % (self.number, self.params)


class Study:
    """A study with `objective: {external: {}}`.

    url: of a silo, of `isac run --http` or of `isac ui`, or a list of such. study: the id of its job, or the name in its specification
    where one study of that name is held; None: the only one that runs. token: the ISAC_SUBMIT_TOKEN of the silos; by default that of the
    environment. worker: the name of this worker, for people; one that is given and kept over a restart of the
    program is handed the trial back that it had. patience_s: how long a call is repeated while nobody answers it.
    """

    def __init__(self, url, study=None, token=None, worker=None, patience_s=600.0):
        self._urls = [address.rstrip("/") for address in ([url] if isinstance(url, str) else list(url))]
        if not self._urls:
            raise ValueError("url: expected the address of a silo")
        self.id = study if study and _looks_like_id(study) else None
        self._name = study
        self._token = token if token is not None else os.environ.get("ISAC_SUBMIT_TOKEN")
        self.worker = worker or "%s-%d" % (socket.gethostname(), os.getpid())
        self._resumes = worker is not None
        self._patience_s = patience_s
        self._at = 0
        self._lock = threading.Lock()
        self._out = {}
        self._beating = None
        self.state = "running"

    def ask(self, wait_s=None):
        """The next trial; None once the study has ended, as `state` says.

        Waits while none may begin, for at most wait_s; then raises TimeoutError.
        """
        start = time.monotonic()
        request = uuid.uuid4().hex
        while True:
            left = _LONGEST_WAIT_S if wait_s is None else min(_LONGEST_WAIT_S, wait_s - (time.monotonic() - start))
            if left < 0:
                raise TimeoutError("study %s: no trial may begin yet" % self.id)
            body = {"worker": self.worker[:200], "request": request, "wait_s": left}
            if self._resumes:
                body["resume"] = True
            answer = self._post("ask", body)
            self.state = answer["state"]
            if self.state == "running":
                self._resumes = False
                trial = Trial(self, answer)
                self._hold(trial)
                return trial
            if self.state in _RESTING:
                return None
            if self.state == "paused":
                time.sleep(min(1.0, max(0.0, left)))

    def tell(self, trial, value=None, state=None, error=None, retry=False):
        """Tells what came of a trial: a number, or a dict of numbers by metric; a value that is not finite is a failed trial.

        state: "failed" with error (retry: another attempt is wanted, as far as the study's `retries` allow), "pruned", or "waiting" to give
        the trial back untried. Returns the cluster's answer. Raises LeaseLost where the trial is another worker's.
        """
        if state is None and not _finite(value):
            state, error = "failed", error or "the value is not finite: %r" % (value,)
        if state is None:
            several = isinstance(value, dict)
            body = {"values": {name: float(number) for name, number in value.items()}} if several else {"value": float(value)}
        else:
            body = {"state": state}
            if error is not None:
                body["error"] = str(error)
            if retry:
                body["retry"] = True
        try:
            return self._say("tell", trial, body)
        finally:
            self._release(trial)

    def optimize(self, objective, trials=None, retry=False):
        """Asks, evaluates and tells until the study has ended, or for so many trials. Returns how many trials were told.

        An objective that raises has a failed trial, with the exception as its error; retry: it is attempted again, as far as the study's
        `retries` allow. A trial that another worker has taken meanwhile is left.
        """
        told = 0
        while trials is None or told < trials:
            trial = self.ask()
            if trial is None:
                return told
            try:
                self._evaluate(objective, trial, retry)
                told += 1
            except LeaseLost:
                continue
        return told

    def _evaluate(self, objective, trial, retry):
        try:
            value = objective(trial)
        except Pruned:
            if trial.pruned:
                return
            self.tell(trial, state="pruned")
        except LeaseLost:
            self._release(trial)
            raise
        except Exception as error:
            self.tell(trial, state="failed", error="%s: %s" % (type(error).__name__, error), retry=retry)
        except BaseException:
            self._give_back(trial)
            raise
        else:
            self.tell(trial, value)

    def _give_back(self, trial):
        patience, self._patience_s = self._patience_s, 2.0
        try:
            self.tell(trial, state="waiting")
        except (StudyError, OSError):
            pass
        finally:
            self._patience_s = patience

    def _say(self, verb, trial, words):
        try:
            return self._post(verb, dict(words, trial=trial.number, lease=trial.lease))
        except StudyError as refused:
            if refused.code not in (404, 409):
                raise
            trial.lost = True
            raise LeaseLost(str(refused), refused.code) from None

    def _hold(self, trial):
        with self._lock:
            self._out[trial.lease] = trial
            if self._beating is None:
                self._beating = threading.Thread(target=self._beat, name="isac-study", daemon=True)
                self._beating.start()

    def _release(self, trial):
        with self._lock:
            self._out.pop(trial.lease, None)

    def _beat(self):
        while True:
            with self._lock:
                trials = list(self._out.values())
                if not trials:
                    self._beating = None
                    return
            for trial in trials:
                try:
                    answer = self._post("heartbeat", {"trial": trial.number, "lease": trial.lease}, patience_s=0.0)
                    trial.stop = bool(answer.get("stop"))
                except StudyError as refused:
                    if refused.code in (404, 409):
                        trial.lost = True
                        self._release(trial)
                except OSError:
                    pass  # the next one, or the answer, says it
            time.sleep(min(10.0, max(0.2, min(trial.lease_s for trial in trials) / 4)))

    def _find(self):
        """The id of a study that was named otherwise."""
        start = time.monotonic()
        while True:
            jobs = [job for job in _call(self, "/api/jobs", None, self._patience_s)["jobs"] if job["kind"] == "study"]
            wanted = [job for job in jobs if (job["name"] == self._name if self._name else job["phase"] == "running")]
            if len(wanted) == 1:
                return wanted[0]["id"]
            what = "named %s" % self._name if self._name else "that runs"
            if len(wanted) > 1:
                ids = ", ".join(job["id"] for job in wanted)
                raise StudyError("there are several studies %s; expected one of %s" % (what, ids), 404)
            if time.monotonic() - start > _LONGEST_WAIT_S:
                raise StudyError("there is no study %s at %s" % (what, self._urls[0]), 404)
            time.sleep(0.2)

    def _post(self, verb, body, patience_s=None):
        if self.id is None:
            self.id = self._find()
        path = "/api/studies/%s/%s" % (urllib.parse.quote(self.id, safe=""), verb)
        return _call(self, path, body, self._patience_s if patience_s is None else patience_s)


def submit(url, specification, token=None, name="study.yaml", output_folder=None, patience_s=60.0):
    """Submits the text of a study's specification (YAML) to a silo; returns the id of its job. What is held already goes on."""
    holder = Study(url, "", token=token)
    name = os.path.abspath(name)
    description = {
        "kind": "study", "spec_text": specification, "spec_path": name,
        "output_folder": output_folder or os.path.splitext(os.path.basename(name))[0],
    }
    return _call(holder, "/jobs", {"description": description}, patience_s)["job"]


def _call(study, path, body, patience_s):
    """The answer to a POST, without a body to a GET; repeated on the next address while nobody answers."""
    data = None if body is None else json.dumps(body, allow_nan=False).encode("utf-8")
    start, pause = time.monotonic(), 0.1
    while True:
        request = urllib.request.Request(study._urls[study._at % len(study._urls)] + path, data=data, method="GET" if body is None else "POST")
        request.add_header("Content-Type", "application/json")
        if study._token:
            request.add_header("Authorization", "Bearer " + study._token)
        try:
            with urllib.request.urlopen(request, timeout=_LONGEST_WAIT_S + 40) as response:
                return json.loads(response.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            said = _said(error)
            if error.code not in (500, 502, 503, 504):
                raise StudyError(said, error.code) from None
            why = StudyError(said, error.code)
        except (OSError, ValueError) as error:  # refused, cut off, half an answer
            why = error
        if time.monotonic() - start >= patience_s:
            raise ConnectionError("%s does not answer: %s" % (study._urls[study._at % len(study._urls)], why)) from None
        study._at += 1
        time.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2.0, 1.5 * pause)


def _looks_like_id(text):
    """A name, a dash and twelve digits of a hash."""
    name, dash, digits = text.rpartition("-")
    return bool(name) and len(digits) == 12 and all(digit in "0123456789abcdef" for digit in digits)


def _said(error):
    text = error.read().decode("utf-8", "replace").strip()
    try:
        return json.loads(text)["error"]
    except (ValueError, KeyError, TypeError):
        return text or "HTTP %d" % error.code


def _finite(value):
    numbers = list(value.values()) if isinstance(value, dict) else [value]
    return all(number is not None and math.isfinite(float(number)) for number in numbers)


def _reported(value):
    value = float(value)
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
