// Two metrics against each other, and the front: the trials that no other is better than in all.

import { chart } from '../../charts/chart.js';
import { h } from '../../base/dom.js';
import { isNumber, number, plural } from '../../base/format.js';
import { choice } from '../parts.js';
import { stateOf } from './state.js';

export function pareto({ trials, front }, objectives, query) {
    const across = objectives.find((o) => o.name === query.get('across')) ?? objectives[0];
    const up = objectives.find((o) => o.name === query.get('up')) ?? objectives.find((o) => o !== across);
    const done = trials.filter((t) => isNumber(across.of(t)) && isNumber(up.of(t))).sort((a, b) => across.of(a) - across.of(b));
    if (done.length === 0) return null;
    const isOnFront = new Set(front ?? []);
    const names = objectives.map((o) => [o.name, o.label]);
    const ups = done.map(up.of);
    const lowest = Math.min(...ups);
    const isHeld = (t) => stateOf(t) === 'complete';
    return h(
        'section',
        { 'aria-labelledby': 'front' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'front' }, 'Pareto front'),
            h('p', { class: 'note' }, `${plural(isOnFront.size, 'trial')} that no other is better than in every metric`),
        ),
        objectives.length > 2 &&
            h(
                'div',
                { class: 'controls' },
                choice(query, 'across', 'Across', names),
                choice(
                    query,
                    'up',
                    'Up',
                    names.filter(([name]) => name !== across.name),
                ),
            ),
        chart({
            height: 300,
            xs: done.map(across.of),
            x: { label: across.label },
            y: { label: up.label, format: (v) => number(v, 5), log: lowest > 0 && Math.max(...ups) > 50 * lowest },
            series: [
                {
                    label: 'trials',
                    values: done.map((t) => (isHeld(t) && !isOnFront.has(t.number) ? up.of(t) : null)),
                    color: '--series-1',
                    line: false,
                    points: true,
                    faint: true,
                },
                ...(done.every(isHeld)
                    ? []
                    : [
                          {
                              label: 'violates a constraint',
                              values: done.map((t) => (isHeld(t) ? null : up.of(t))),
                              color: '--series-15',
                              line: false,
                              points: true,
                              hollow: true,
                          },
                      ]),
                {
                    label: 'front',
                    values: done.map((t) => (isOnFront.has(t.number) ? up.of(t) : null)),
                    color: '--series-2',
                    points: 'large',
                    step: objectives.length === 2,
                    line: objectives.length === 2,
                },
            ],
            summary:
                done
                    .filter((t) => isOnFront.has(t.number))
                    .slice(0, 12)
                    .map((t) => `trial ${t.number}: ${number(across.of(t))}, ${number(up.of(t))}`)
                    .join('; ') || 'no trial is on the front yet',
        }),
    );
}
