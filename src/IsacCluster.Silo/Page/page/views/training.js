// The loss curves of a training.

import { chart } from '../charts/chart.js';
import { h } from '../base/dom.js';
import { count, number } from '../base/format.js';
import { choice, meter } from './parts.js';

export function trainingView(training, query) {
    const curves = (training.curves ?? []).filter((c) => c.points.length > 0);
    const isLog = query.get('scale') !== 'linear' && curves.every((c) => c.points.every(([, v]) => v > 0));
    const xs = [...new Set(curves.flatMap((c) => c.points.map((p) => p[0])))].sort((a, b) => a - b);
    const last = curves.map((c) => `${c.name.replaceAll('_', ' ')} ${number(c.points.at(-1)[1])}`).join(', ');
    return h(
        'section',
        { 'aria-labelledby': 'training' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'training' }, 'Training'),
            h(
                'p',
                { class: 'note' },
                training.epochs
                    ? [
                          `epoch ${count(training.epoch)} of ${count(training.epochs)}`,
                          training.best_epoch !== null &&
                              training.best_epoch !== undefined &&
                              `, the best is ${count(training.best_epoch)}`,
                      ]
                    : training.line,
            ),
        ),
        training.epochs && meter(training.epoch / training.epochs),
        curves.length === 0
            ? h('p', { class: 'empty' }, 'The first epoch is not done yet.')
            : [
                  h(
                      'div',
                      { class: 'controls' },
                      choice(query, 'scale', 'Scale', [
                          ['log', 'logarithmic'],
                          ['linear', 'linear'],
                      ]),
                  ),
                  chart({
                      height: 320,
                      xs,
                      x: { label: 'epoch' },
                      y: { log: isLog, label: 'loss' },
                      series: curves.map((c, i) => {
                          const at = new Map(c.points);
                          return {
                              label: c.name.replaceAll('_', ' '),
                              values: xs.map((x) => at.get(x) ?? null),
                              color: `--series-${(i % 16) + 1}`,
                              dash: i % 2 ? [8, 3] : [],
                              points: xs.length < 20,
                          };
                      }),
                      summary: `after epoch ${training.epoch}: ${last}`,
                  }),
              ],
    );
}
