// Failures first: what failed, with its message and the line that computes it again; and tasks that were given up.

import { h } from '../base/dom.js';
import { count, plural } from '../base/format.js';
import { href } from '../base/router.js';
import { copyable, scrolling } from './parts.js';

export function failureNotice(job, document) {
    const total = document?.total ?? 0;
    const parked = Math.max(job.parked ?? 0, document?.parked?.length ?? 0);
    if (total === 0 && parked === 0) return null;
    const listed = document?.failures ?? [];
    const first = listed[0] ?? document?.parked?.[0];
    const failed = listed.filter((f) => f.status !== 'infeasible').length; // they stand first
    const onlyInfeasible = listed.length > 0 && failed === 0;
    return h(
        'div',
        { class: onlyInfeasible && parked === 0 ? 'notice warn' : 'notice bad' },
        h(
            'p',
            null,
            h(
                'strong',
                null,
                [
                    onlyInfeasible && plural(total, 'infeasible design'),
                    total > 0 && !onlyInfeasible && plural(failed < listed.length ? failed : total, 'failure'),
                    failed > 0 && failed < listed.length && ` and ${plural(total - failed, 'infeasible design')}`,
                    total > 0 && parked > 0 && ', ',
                    parked > 0 && `${plural(parked, 'task')} given up`,
                ],
                '. ',
            ),
            first && `${where(first) || `${job.unit} ${first.sample ?? first.first}`}: ${first.message} `,
            h('a', { href: href('jobs', job.id, 'failures') }, total + parked > 1 ? 'Show all' : 'Show it'),
        ),
    );
}

const where = (f) => [f.algorithm, f.point_label ?? f.lane].filter(Boolean).join(' at ');

export function failuresView(document) {
    if (!document?.found) return h('p', { class: 'empty' }, document?.error ? document.error.message : 'Asking for failures.');
    const { total, failures, parked } = document.found;
    return [
        parked?.length > 0 &&
            h(
                'section',
                { 'aria-labelledby': 'parked' },
                h(
                    'div',
                    { class: 'title' },
                    h('h2', { id: 'parked' }, 'Tasks given up'),
                    h('p', { class: 'note' }, 'Each failed in three attempts. The rest of the job goes on without them.'),
                ),
                scrolling(
                    'Tasks given up',
                    h(
                        'table',
                        null,
                        headings(['In', ''], ['From', 'n'], ['Count', 'n'], ['Attempts', 'n'], ['Message', '']),
                        h(
                            'tbody',
                            null,
                            parked.map((p) =>
                                h(
                                    'tr',
                                    { key: `${p.lane} ${p.first}` },
                                    h('th', { scope: 'row' }, String(p.lane)),
                                    h('td', { class: 'n' }, count(p.first)),
                                    h('td', { class: 'n' }, count(p.count)),
                                    h('td', { class: 'n' }, count(p.attempts)),
                                    h('td', { class: 'text' }, p.message),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        h(
            'section',
            { 'aria-labelledby': 'failed' },
            h(
                'div',
                { class: 'title' },
                h('h2', { id: 'failed' }, 'Failures'),
                failures.length < total && h('p', { class: 'note' }, `the first ${count(failures.length)} of ${count(total)}`),
            ),
            failures.length === 0
                ? h(
                      'p',
                      { class: 'empty' },
                      total > 0 ? `${plural(total, 'failure')}; the server keeps no messages of them.` : 'Nothing has failed.',
                  )
                : scrolling(
                      'Failures',
                      h(
                          'table',
                          null,
                          headings(['Algorithm', ''], ['Point', ''], ['Sample', 'n'], ['Message and how to see it again', '']),
                          h(
                              'tbody',
                              null,
                              failures.map((f) =>
                                  h(
                                      'tr',
                                      { key: `${f.index} ${f.point} ${f.sample} ${f.algorithm}` },
                                      h('th', { scope: 'row' }, f.algorithm ?? '–'),
                                      h('td', null, f.point_label ?? f.point),
                                      h('td', { class: 'n' }, count(f.sample)),
                                      h(
                                          'td',
                                          { class: 'text' },
                                          f.status && f.status !== 'failed' && h('span', { class: 'tag' }, f.status.replaceAll('-', ' ')),
                                          ' ',
                                          f.message,
                                          f.replay && h('div', { class: 'sub' }, copyable(f.replay)),
                                      ),
                                  ),
                              ),
                          ),
                      ),
                  ),
        ),
    ];
}

function headings(...columns) {
    return h(
        'thead',
        null,
        h(
            'tr',
            null,
            columns.map(([text, look]) => h('th', { scope: 'col', class: look || null }, text)),
        ),
    );
}
