// The value of each trial, and the best so far.

import { chart } from '../../charts/chart.js';
import { isNumber, number } from '../../base/format.js';
import { stateOf } from './state.js';

export function history({ trials }, objective) {
    const done = trials.filter((t) => isNumber(objective.of(t)) && t.state === 'complete').sort((a, b) => a.number - b.number);
    if (done.length === 0) return null;
    const values = done.map(objective.of);
    let lead = null;
    const isHeld = done.map((t) => stateOf(t) === 'complete');
    const better = objective.isLess ? Math.min : Math.max;
    const leads = values.map((v, i) => (lead = !isHeld[i] ? lead : lead === null ? v : better(lead, v)));
    const violating = { label: 'violates a constraint', color: '--series-15', line: false, points: true, hollow: true };
    return chart({
        height: 260,
        xs: done.map((t) => t.number),
        x: { label: 'trial', isWhole: true },
        y: { label: objective.label, format: (v) => number(v, 5), ...focus(values) },
        series: [
            {
                label: 'value of a trial',
                values: values.map((v, i) => (isHeld[i] ? v : null)),
                color: '--series-1',
                line: false,
                points: true,
                faint: true,
            },
            ...(isHeld.every(Boolean) ? [] : [{ ...violating, values: values.map((v, i) => (isHeld[i] ? null : v)) }]),
            { label: 'best so far', values: leads, color: '--series-2', step: true, width: 2 },
        ],
        summary: `best so far ${lead === null ? 'none' : number(lead, 5)} after ${done.length} complete trials`,
    });
}

/** A few trials that went astray do not flatten the rest: a logarithmic scale where they are a hundred times as large. */
function focus(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)];
    return { log: sorted[0] > 0 && sorted.at(-1) > 100 * middle };
}
