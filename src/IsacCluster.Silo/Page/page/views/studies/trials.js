// Every trial: sorted, filtered by state, words and the limits of the parallel coordinates.

import { h } from '../../base/dom.js';
import { count, duration, isNumber, number, value } from '../../base/format.js';
import { chips, hiddenOnes, paged, scrolling, search, sortHeading } from '../parts.js';
import { axesOf, brushes, isWithin } from './brush.js';
import { missed, stateOf, violation } from './state.js';

const pageSize = 40;
const looks = { complete: 'ok', infeasible: 'warn', running: 'live-now', pruned: '', failed: 'bad' };

export function trials(study, objectives, query) {
    const names = study.space.map((p) => p.name);
    const extra = measured(study);
    const states = Object.keys(looks).filter((s) => study.trials.some((t) => stateOf(t) === s));
    const front = new Set(study.front ?? []);
    const found = ordered(filtered(study, objectives, query), query.get('sort'), objectives);
    const { rows, controls } = paged(found, query, pageSize, 'trials');
    const has = {
        attempts: found.some((t) => t.attempts > 1),
        message: found.some((t) => t.message),
        time: study.trials.some((t) => isNumber(t.duration_s)),
    };
    return h(
        'section',
        { 'aria-labelledby': 'trials' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'trials' }, 'Trials'),
            h('p', { class: 'note' }, `${count(found.length)} of ${count(study.trials.length)}`),
        ),
        h('div', { class: 'controls' }, search(query, 'Find'), states.length > 1 && chips(query, 'off', 'States', states)),
        scrolling(
            'Trials',
            h(
                'table',
                null,
                h(
                    'thead',
                    null,
                    h(
                        'tr',
                        null,
                        sortHeading(query, 'number', 'Trial', 'n', true),
                        h('th', { scope: 'col' }, 'State'),
                        objectives.map((o) => sortHeading(query, `value:${o.name}`, o.label, 'n', !o.isLess)),
                        study.constraints?.length > 0 && sortHeading(query, 'violation', 'Constraints'),
                        names.map((name) => sortHeading(query, `param:${name}`, name, 'n')),
                        extra.map((name) => sortHeading(query, `measured:${name}`, name.replaceAll('_', ' '), 'n')),
                        has.time && sortHeading(query, 'duration', 'Time', 'n', true),
                        has.attempts && h('th', { scope: 'col', class: 'n' }, 'Attempts'),
                        has.message && h('th', { scope: 'col' }, 'Message'),
                    ),
                ),
                h(
                    'tbody',
                    null,
                    rows.map((t) =>
                        h(
                            'tr',
                            { key: t.number },
                            h('th', { scope: 'row', class: 'n number' }, count(t.number)),
                            h(
                                'td',
                                null,
                                h('span', { class: `tag ${looks[stateOf(t)] ?? ''}` }, stateOf(t)),
                                front.has(t.number) && objectives.length > 1 && h('span', { class: 'sub' }, 'on the front'),
                            ),
                            objectives.map((o) => h('td', { class: 'n' }, shown(t, o))),
                            study.constraints?.length > 0 && h('td', null, constraintsOf(t, study.constraints)),
                            names.map((name) => h('td', { class: 'n' }, value(t.params[name]))),
                            extra.map((name) => h('td', { class: 'n' }, number(t.measured?.[name], 5))),
                            has.time && h('td', { class: 'n' }, duration(t.duration_s)),
                            has.attempts && h('td', { class: 'n' }, count(t.attempts)),
                            has.message && h('td', { class: 'text' }, t.message),
                        ),
                    ),
                ),
            ),
        ),
        found.length === 0 && h('p', { class: 'empty' }, 'No trial is so.'),
        controls,
    );
}

/** The value, or where there is none yet the last intermediate one. */
function shown(trial, objective) {
    if (isNumber(objective.of(trial))) return number(objective.of(trial), 5);
    const last = objective.index === 0 ? trial.intermediate?.at(-1) : null;
    return last ? h('span', { class: 'sub' }, `${number(last[1], 4)} at step ${last[0]}`) : '–';
}

/** What was measured and is not a metric itself. */
function measured({ trials: all, metrics }) {
    return Object.keys(all.find((t) => t.measured)?.measured ?? {}).filter((name) => !metrics.includes(name));
}

function constraintsOf(trial, constraints) {
    if (!trial.constraints) return '–';
    const wrong = missed(trial, constraints);
    return wrong.length === 0
        ? 'hold'
        : wrong.map(([text, excess]) => h('span', { key: text, class: 'sub' }, `misses ${text} by ${number(excess, 3)}`));
}

function filtered(study, objectives, query) {
    const off = hiddenOnes(query, 'off');
    const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const limits = brushes(query);
    const axes = limits.size > 0 ? axesOf(study, objectives) : [];
    return study.trials.filter((t) => !off.has(stateOf(t)) && isWithin(t, axes, limits) && words.every((w) => text(t).includes(w)));
}

const text = (t) =>
    `${t.number} ${stateOf(t)} ${t.message ?? ''} ${Object.entries(t.params)
        .map(([k, v]) => `${k}=${v}`)
        .join(' ')}`.toLowerCase();

function ordered(rows, order, objectives) {
    const sign = order?.startsWith('-') ? -1 : 1;
    const name = (order ?? '-number').replace(/^-/, '');
    const [kind, rest] = [name.split(':')[0], name.slice(name.indexOf(':') + 1)];
    const objective = objectives.find((o) => o.name === rest);
    const key =
        {
            number: (t) => t.number,
            duration: (t) => t.duration_s,
            violation,
            value: (t) => objective?.of(t),
            param: (t) => t.params[rest],
            measured: (t) => t.measured?.[rest],
        }[kind] ?? ((t) => t.number);
    const isMissing = (t) => key(t) === null || key(t) === undefined;
    const compare = (a, b) =>
        typeof key(a) === 'number' && typeof key(b) === 'number' ? key(a) - key(b) : String(key(a)).localeCompare(String(key(b)));
    const direction = order ? sign : -1;
    return [...rows].sort((a, b) => isMissing(a) - isMissing(b) || (isMissing(a) ? 0 : direction * compare(a, b)) || b.number - a.number);
}
