// What became of a trial: where constraints do not hold, a complete one is infeasible.

/** complete, infeasible, running, pruned or failed. */
export const stateOf = (trial) => (trial.state === 'complete' && trial.feasible === false ? 'infeasible' : trial.state);

/** By how much all constraints together are missed; null where that is not known. */
export const violation = (trial) => trial.constraints?.reduce((sum, excess) => sum + Math.max(0, excess), 0) ?? null;

/** Each constraint that does not hold: [its text, the excess]. */
export const missed = (trial, constraints) =>
    (constraints ?? []).map((text, k) => [text, trial.constraints?.[k]]).filter(([, excess]) => excess > 0);
