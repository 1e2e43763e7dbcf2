// The curves of a training: of the model that is chosen, the losses together and everything else on a scale of its own.

import { chart } from '../charts/chart.js';
import { h } from '../base/dom.js';
import { count, isNumber, number, percent, plural } from '../base/format.js';
import { choice, meter } from './parts.js';

export function trainingView(training, query) {
    const models = training.models ?? [];
    const model = models.find((m) => String(m.index) === query.get('model')) ?? shown(models) ?? training;
    const curves = (model.curves ?? []).filter((c) => c.points.some(([, v]) => isNumber(v)));
    const losses = curves.filter((c) => c.name.endsWith('loss'));
    const others = curves.filter((c) => !losses.includes(c));
    return h(
        'section',
        { 'aria-labelledby': 'training' },
        h('div', { class: 'title' }, h('h2', { id: 'training' }, 'Training'), h('p', { class: 'note' }, progressOf(model, models))),
        model.epochs > 0 && meter((model.epoch ?? 0) / model.epochs, model.state === 'complete' ? 'ok' : ''),
        h(
            'div',
            { class: 'controls' },
            models.length > 1 &&
                choice(
                    query,
                    'model',
                    'Model',
                    [...models]
                        .sort((a, b) => (b === shown(models)) - (a === shown(models)) || a.index - b.index)
                        .map((m) => [String(m.index), `${m.point}, ${m.state}`]),
                ),
            losses.length > 0 &&
                choice(query, 'scale', 'Scale', [
                    ['auto', 'as the values ask'],
                    ['log', 'logarithmic'],
                    ['linear', 'linear'],
                ]),
        ),
        curves.length === 0 && h('p', { class: 'empty' }, 'The first epoch is not done yet.'),
        losses.length > 0 && lossChart(losses, query.get('scale') ?? 'auto'),
        others.length > 0 && h('div', { class: 'figures' }, others.map(ownChart)),
    );
}

const shown = (models) => models.find((m) => m.state === 'running') ?? models.findLast((m) => m.state === 'complete');

function progressOf(model, models) {
    const done = models.filter((m) => m.state === 'complete').length;
    const parts = [];
    if (models.length > 1) parts.push(`${done} of ${plural(models.length, 'model')} trained`);
    if (isNumber(model.epoch)) parts.push(`epoch ${count(model.epoch)} of ${count(model.epochs)}`);
    if (isNumber(model.best_epoch)) parts.push(`the best is ${count(model.best_epoch)}`);
    return parts.length > 0 ? parts.join(', ') : (model.line ?? '');
}

function lossChart(losses, scale) {
    const xs = epochs(losses);
    const values = losses.flatMap((c) => c.points.map((p) => p[1])).filter(isNumber);
    const least = Math.min(...values);
    const isLog = least > 0 && (scale === 'log' || (scale === 'auto' && Math.max(...values) > 3 * least));
    return chart({
        height: 300,
        xs,
        x: { label: 'epoch', isWhole: true },
        y: { log: isLog, label: 'loss', format: (v) => number(v, 5) },
        series: losses.map((c, i) => series(c, xs, i)),
        summary: losses.map((c) => `${title(c)} ${number(c.points.at(-1)[1])}`).join(', '),
    });
}

function ownChart(curve) {
    const isShare = curve.name === 'satisfaction';
    const points = isShare ? { ...curve, points: curve.points.map(([x, v]) => [x, isNumber(v) ? 100 * v : v]) } : curve;
    const xs = epochs([points]);
    const values = points.points.map((p) => p[1]).filter(isNumber);
    const isLog = !isShare && Math.min(...values) > 0 && Math.max(...values) > 20 * Math.min(...values);
    return h(
        'figure',
        { key: curve.name },
        h('figcaption', null, h('strong', null, title(curve)), isShare && ' in %'),
        chart({
            height: 180,
            xs,
            x: { label: 'epoch', isWhole: true },
            y: { log: isLog, within: isShare ? [0, 100] : undefined, format: (v) => (isShare ? percent(v / 100, 2) : number(v, 5)) },
            series: [series(points, xs, 0)],
            summary: `${title(curve)} ${number(values.at(-1))}`,
        }),
    );
}

const title = (curve) =>
    curve.name
        .replaceAll('_', ' ')
        .replace(/^train /, 'training ')
        .replace(/^mse$/, 'MSE');
const epochs = (curves) => [...new Set(curves.flatMap((c) => c.points.map((p) => p[0])))].sort((a, b) => a - b);

function series(curve, xs, place) {
    const at = new Map(curve.points);
    return {
        label: title(curve),
        values: xs.map((x) => at.get(x) ?? null),
        color: `--series-${place + 1}`,
        dash: place % 2 ? [8, 3] : [],
        points: xs.length < 20,
    };
}
