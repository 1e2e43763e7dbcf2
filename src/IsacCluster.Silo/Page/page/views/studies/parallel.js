// Parallel coordinates: a line a trial, an axis a parameter or metric. Drawing along an axis limits it, and so do the fields below.

import { h } from '../../base/dom.js';
import { count, isNumber, number } from '../../base/format.js';
import { change } from '../../base/router.js';
import { axesOf, brushes, isWithin, limit, share, valueAt } from './brush.js';
import { stateOf } from './state.js';

const height = 330;
const top = 44;
const bottom = 300;
const side = 60;
const spread = 150;
const mostLines = 600;

let drag = null; // {name, from, to} while somebody draws

export function parallel(study, objectives, query) {
    const done = study.trials.filter((t) => t.state === 'complete' && isNumber(objectives[0].of(t)));
    if (done.length < 2) return null;
    const axes = axesOf(study, objectives);
    const limits = brushes(query);
    if (drag && drag.from !== drag.to) limits.set(drag.name, [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]);
    const width = 2 * side + spread * (axes.length - 1);
    const ranked = rankedOf(done, study, objectives).slice(0, mostLines);
    const look = looks(ranked, study, objectives);
    const kept = ranked.filter((t) => isWithin(t, axes, limits));
    return h(
        'section',
        { 'aria-labelledby': 'parallel' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'parallel' }, 'Parallel coordinates'),
            h(
                'p',
                { class: 'note' },
                limits.size > 0
                    ? `${count(kept.length)} of ${count(ranked.length)} trials are within the limits`
                    : 'draw along an axis to limit it',
            ),
            limits.size > 0 && h('button', { type: 'button', onclick: () => change({ brush: null, page: null }) }, 'Clear the limits'),
        ),
        h(
            'div',
            { class: 'parallel', tabindex: 0, role: 'region', 'aria-label': 'Parallel coordinates, drawing' },
            h(
                'svg',
                {
                    viewBox: `0 0 ${width} ${height}`,
                    role: 'img',
                    'aria-label': summary(kept, ranked, objectives),
                    style: { 'min-width': `${Math.min(width, 110 * axes.length)}px` },
                },
                [...ranked].reverse().map((t) => trialLine(t, axes, kept.includes(t) ? look(t) : 'out')),
                axes.map((axis, i) => axisLine(axis, i, limits.get(axis.name), query)),
            ),
        ),
        legend(ranked, look),
        fields(axes, limits, query),
    );
}

const x = (i) => side + spread * i;
const y = (axis, value) => bottom - (bottom - top) * share(axis, value);

function summary(kept, ranked, objectives) {
    const best = kept.find((t) => stateOf(t) === 'complete');
    const lead = best && objectives.length === 1 ? `; the best of them is trial ${best.number} with ${number(objectives[0].of(best))}` : '';
    return `${kept.length} of ${ranked.length} complete trials${lead}`;
}

/** What fulfils the constraints first; of several metrics the front first; then by the first metric. */
function rankedOf(done, { front }, objectives) {
    const isOnFront = new Set(objectives.length > 1 ? front : []);
    const sign = objectives[0].isLess ? 1 : -1;
    const place = (t) => (stateOf(t) === 'infeasible' ? 2 : isOnFront.has(t.number) ? 0 : 1);
    return [...done].sort((a, b) => place(a) - place(b) || sign * (objectives[0].of(a) - objectives[0].of(b)));
}

/** The best and the best tenth stand out, of several metrics the front; what violates a constraint is dashed. */
function looks(ranked, { front }, objectives) {
    const isOnFront = new Set(front);
    const held = ranked.filter((t) => stateOf(t) === 'complete');
    const leaders = new Set(held.slice(0, Math.ceil(0.1 * held.length)));
    return (trial) => {
        if (stateOf(trial) === 'infeasible') return 'violating';
        if (objectives.length > 1) return isOnFront.has(trial.number) ? 'good' : 'kept';
        return trial === held[0] ? 'best' : leaders.has(trial) ? 'good' : 'kept';
    };
}

/** In words and strokes what is drawn. */
function legend(ranked, look) {
    const there = new Set(ranked.map(look));
    const words = {
        best: 'the best',
        good: there.has('best') ? 'the best tenth' : 'on the front',
        kept: 'others',
        violating: 'violate a constraint',
    };
    return h(
        'p',
        { class: 'strokes' },
        Object.entries(words)
            .filter(([name]) => there.has(name))
            .map(([name, text]) =>
                h(
                    'span',
                    { key: name },
                    h(
                        'svg',
                        { viewBox: '0 0 22 8', width: 22, height: 8, 'aria-hidden': 'true' },
                        h('path', { class: name, d: 'M0 4H22' }),
                    ),
                    ` ${text}`,
                ),
            ),
    );
}

function trialLine(trial, axes, look) {
    const points = axes.map((axis, i) => [x(i), axis.of(trial) === null ? null : y(axis, axis.of(trial))]);
    const path = points
        .map(([px, py], i) => (py === null ? '' : `${i === 0 || points[i - 1][1] === null ? 'M' : 'L'}${px} ${py.toFixed(1)}`))
        .join('');
    return h('path', { key: trial.number, d: path, class: look });
}

function axisLine(axis, i, range, query) {
    const at = x(i);
    const ends = axis.items ? axis.items.map((item, k) => [k, item]) : apart([axis.low, valueAt(axis, 0.5), axis.high]);
    return h(
        'g',
        { key: axis.name },
        h('path', { class: 'axis', d: `M${at} ${top}V${bottom}` }),
        range &&
            h('rect', {
                class: 'brush',
                x: at - 9,
                width: 18,
                rx: 4,
                y: y(axis, range[1]) - 4,
                height: Math.max(8, y(axis, range[0]) - y(axis, range[1]) + 8),
            }),
        ends.map(([v, text]) => h('text', { key: v, x: at + 13, y: y(axis, v) + 4 }, text)),
        h('text', { class: axis.isMetric ? 'name metric' : 'name', x: at, y: 18, 'text-anchor': 'middle' }, axis.name),
        h('rect', {
            class: 'grip',
            x: at - 16,
            width: 32,
            y: top - 8,
            height: bottom - top + 16,
            onpointerdown: (e) => start(e, axis),
            onpointermove: (e) => move(e, axis),
            onpointerup: (e) => end(e, axis, query),
            onpointercancel: () => (drag = null),
        }),
    );
}

/** With as many digits as tell them apart. */
function apart(values) {
    let digits = 3;
    const texts = () => values.map((v) => number(v, digits));
    while (digits < 9 && new Set(texts()).size < new Set(values).size) digits++;
    return values.map((v) => [v, number(v, digits)]);
}

function valueUnder(event, axis) {
    const svg = event.target.ownerSVGElement;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return valueAt(axis, (bottom - point.y) / (bottom - top));
}

function start(event, axis) {
    event.preventDefault();
    event.target.setPointerCapture(event.pointerId);
    const at = valueUnder(event, axis);
    drag = { name: axis.name, from: at, to: at, y: event.clientY };
}

function move(event, axis) {
    if (drag?.name !== axis.name) return;
    drag.to = valueUnder(event, axis);
    dispatchEvent(new Event('isac-draw'));
}

/** A click takes the limits away. */
function end(event, axis, query) {
    if (drag?.name !== axis.name) return;
    const { from, y: began } = drag;
    drag = null;
    const to = valueUnder(event, axis);
    limit(query, axis.name, Math.abs(event.clientY - began) < 4 ? null : axis.items ? widened(from, to) : [from, to]);
}

/** Choices stand at whole numbers: what was drawn over, or the nearest one. */
function widened(from, to) {
    const [low, high] = [Math.ceil(Math.min(from, to)), Math.floor(Math.max(from, to))];
    return low <= high ? [low, high] : [Math.round((from + to) / 2), Math.round((from + to) / 2)];
}

/** The same by keyboard. */
function fields(axes, limits, query) {
    const set = (axis, which) => (event) => {
        const range = [...(limits.get(axis.name) ?? [axis.low, axis.high])];
        const typed = event.target.value === '' ? [axis.low, axis.high][which] : Number(event.target.value);
        range[which] = typed;
        limit(query, axis.name, range[0] <= axis.low && range[1] >= axis.high ? null : range);
    };
    const pick = (axis) => (event) =>
        limit(query, axis.name, event.target.value === '' ? null : [Number(event.target.value), Number(event.target.value)]);
    return h(
        'details',
        { class: 'limits' },
        h('summary', null, 'Limits as numbers'),
        h(
            'div',
            { class: 'controls' },
            axes.map((axis) =>
                axis.items
                    ? h(
                          'label',
                          { key: axis.name },
                          axis.name,
                          h(
                              'select',
                              { onchange: pick(axis) },
                              h('option', { value: '' }, 'any'),
                              axis.items.map((item, k) =>
                                  h(
                                      'option',
                                      { value: k, selected: limits.get(axis.name)?.[0] === k && limits.get(axis.name)?.[1] === k },
                                      item,
                                  ),
                              ),
                          ),
                      )
                    : h(
                          'span',
                          { key: axis.name, role: 'group', 'aria-label': axis.name },
                          [0, 1].map((which) =>
                              h(
                                  'label',
                                  null,
                                  which === 0 ? `${axis.name} from` : ' to',
                                  h('input', {
                                      type: 'number',
                                      step: 'any',
                                      value: limits.has(axis.name) ? limits.get(axis.name)[which] : '',
                                      onchange: set(axis, which),
                                  }),
                              ),
                          ),
                      ),
            ),
        ),
    );
}
