// What the job is: its specification as written, its runs, where they ran, where the time went.

import { h } from '../base/dom.js';
import { clock, count, duration, percent } from '../base/format.js';
import { scrolling } from './parts.js';

export function aboutView(detail) {
    const stages = detail.stages ?? [];
    const all = stages.reduce((sum, s) => sum + s.total_s, 0);
    return [
        h(
            'section',
            { 'aria-labelledby': 'specification' },
            title('specification', 'Specification'),
            detail.specification
                ? h(
                      'pre',
                      { class: 'yaml', tabindex: 0, role: 'region', 'aria-label': 'Specification, as written' },
                      h('code', null, detail.specification),
                  )
                : h('p', { class: 'empty' }, 'The server does not have it.'),
        ),
        detail.history?.length > 0 &&
            h(
                'section',
                { 'aria-labelledby': 'runs' },
                title('runs', 'Runs'),
                table(
                    'Runs',
                    [
                        ['Start', ''],
                        ['End', ''],
                        ['Host', ''],
                        ['Computed', 'n'],
                        ['Reused', 'n'],
                    ],
                    detail.history.map((run) => [
                        clock(run.start),
                        run.end ? clock(run.end) : 'still running',
                        run.host ?? '–',
                        count(run.samples_computed),
                        count(run.samples_reused),
                    ]),
                ),
            ),
        stages.length > 0 &&
            h(
                'section',
                { 'aria-labelledby': 'time' },
                title('time', 'Where the time goes'),
                table(
                    'Where the time goes',
                    [
                        ['Stage', ''],
                        ['Calls', 'n'],
                        ['Total', 'n'],
                        ['Mean', 'n'],
                        ['Share', 'n'],
                    ],
                    [...stages]
                        .sort((a, b) => b.total_s - a.total_s)
                        .map((s) => [s.name, count(s.calls), duration(s.total_s), duration(s.mean_s), percent(s.total_s / all)]),
                ),
            ),
        detail.silos?.length > 0 &&
            h(
                'section',
                { 'aria-labelledby': 'computed-by' },
                title('computed-by', 'Computed by'),
                table(
                    'Computed by',
                    [
                        ['Silo', ''],
                        ['Host', ''],
                        ['Instruction set', ''],
                        ['Build', ''],
                        ['Processor', ''],
                    ],
                    detail.silos.map((s) => [s.name, s.host ?? '–', s.isa ?? '–', s.build ?? '–', s.cpu ?? '–']),
                ),
            ),
    ];
}

const title = (id, text) => h('div', { class: 'title' }, h('h2', { id }, text));

function table(label, columns, rows) {
    return scrolling(
        label,
        h(
            'table',
            null,
            h(
                'thead',
                null,
                h(
                    'tr',
                    null,
                    columns.map(([text, look]) => h('th', { scope: 'col', class: look || null }, text)),
                ),
            ),
            h(
                'tbody',
                null,
                rows.map((row, i) =>
                    h(
                        'tr',
                        { key: i },
                        row.map((cell, c) => (c === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: columns[c][1] || null }, cell))),
                    ),
                ),
            ),
        ),
    );
}
