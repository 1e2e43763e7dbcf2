// A study: the best so far, how it came to be, trials that run, what parameters do, and every trial.

import { token, jobPath } from '../base/api.js';
import { h } from '../base/dom.js';
import { count, isNumber, number, percent, plural, value, withInterval } from '../base/format.js';
import { choice, meter, scrolling } from './parts.js';
import { learningCurves } from './studies/curves.js';
import { history } from './studies/history.js';
import { stateOf } from './studies/state.js';
import { parallel } from './studies/parallel.js';
import { pareto } from './studies/pareto.js';
import { trials } from './studies/trials.js';

export function studyView(detail, query) {
    const study = detail.study;
    const objectives = objectivesOf(study);
    const objective = objectives.find((o) => o.name === query.get('objective')) ?? objectives[0];
    return [
        h(
            'section',
            { 'aria-labelledby': 'best' },
            h(
                'div',
                { class: 'title' },
                h('h2', { id: 'best' }, 'Best so far'),
                h('p', { class: 'note' }, states(study)),
                objectives.length > 1 &&
                    choice(
                        query,
                        'objective',
                        'Metric',
                        objectives.map((o) => [o.name, o.label]),
                    ),
            ),
            best(study, objectives),
            (study.notes ?? []).map((text) => h('p', { key: text, class: 'note' }, text)),
            history(study, objective),
        ),
        learningCurves(study, objectives[0]),
        objectives.length > 1 && pareto(study, objectives, query),
        parallel(study, objectives, query),
        importances(study),
        trials(study, objectives, query),
        files(detail),
    ];
}

/** What is sought: name, label, its place in values, and whether less is better. */
function objectivesOf({ direction, metrics }) {
    return metrics.map((name, index) => ({
        name,
        index,
        label: name.replaceAll('_', ' '),
        isLess: (direction[index] ?? direction[0]) !== 'maximize',
        of: (trial) => trial.values?.[index] ?? (index === 0 ? (trial.value ?? null) : null),
    }));
}

function states({ trials: all, sampler, pruner, stopped }) {
    const names = ['complete', 'infeasible', 'running', 'pruned', 'failed'];
    const parts = names.map((name) => [name, all.filter((t) => stateOf(t) === name).length]).filter(([, n]) => n > 0);
    const how = [
        sampler && `sampler ${sampler}`,
        pruner && pruner !== 'none' && `pruner ${pruner}`,
        stopped && `stopped: ${stopped}`,
    ].filter(Boolean);
    return [`${plural(all.length, 'trial')}: ${parts.map(([name, n]) => `${count(n)} ${name}`).join(', ')}`, ...how].join('; ');
}

function best(study, objectives) {
    if (objectives.length > 1) return bestOfEach(study, objectives);
    const { best: found, trials: all, constraints } = study;
    if (!found) return h('p', { class: 'empty' }, nothingYet(all));
    const trial = all.find((t) => t.number === found.trial);
    return h(
        'dl',
        { class: 'facts' },
        fact(objectives[0].label, trial?.ci95 ? withInterval(found.value, (trial.ci95[1] - trial.ci95[0]) / 2) : number(found.value, 6)),
        fact('trial', count(found.trial)),
        Object.entries(found.params).map(([name, item]) => fact(name, value(item))),
        (constraints ?? []).map((text, k) => fact(text, `holds by ${number(-trial?.constraints?.[k], 3)}`)),
    );
}

/** Several metrics have no best trial: the front, and who leads in each metric. */
function bestOfEach({ front, hypervolume, trials: all }, objectives) {
    const isOnFront = new Set(front ?? []);
    const members = all.filter((t) => isOnFront.has(t.number));
    if (members.length === 0) return h('p', { class: 'empty' }, nothingYet(all));
    return h(
        'dl',
        { class: 'facts' },
        fact('on the Pareto front', plural(members.length, 'trial')),
        isNumber(hypervolume) && fact('hypervolume', number(hypervolume, 5)),
        objectives.map((o) => {
            const lead = members.reduce((a, b) => (o.isLess === o.of(b) < o.of(a) && o.of(a) !== o.of(b) ? b : a));
            return fact(`${o.isLess ? 'least' : 'greatest'} ${o.label}`, `${number(o.of(lead), 6)} of trial ${lead.number}`);
        }),
    );
}

const nothingYet = (all) =>
    all.some((t) => stateOf(t) === 'infeasible') ? 'No complete trial fulfils the constraints.' : 'No trial is complete.';

const fact = (name, text) => h('div', { key: name }, h('dt', null, name), h('dd', null, text));

function importances({ importances: found }) {
    if (!found?.length) return null;
    const most = Math.max(...found.map((f) => f.value));
    if (!(most > 0)) return null; // too few trials to say
    return h(
        'section',
        { 'aria-labelledby': 'importances' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'importances' }, 'What matters'),
            h('p', { class: 'note' }, 'the share of the variance of the first metric that each parameter explains'),
        ),
        scrolling(
            'What matters',
            h(
                'table',
                { class: 'bars' },
                h(
                    'thead',
                    null,
                    h(
                        'tr',
                        null,
                        ['Parameter', 'Share', ''].map((text, i) =>
                            h('th', { scope: 'col', class: i === 1 ? 'n' : null }, text || h('span', { class: 'hidden' }, 'Bar')),
                        ),
                    ),
                ),
                h(
                    'tbody',
                    null,
                    found.map((f) =>
                        h(
                            'tr',
                            { key: f.name },
                            h('th', { scope: 'row' }, f.name),
                            h('td', { class: 'n' }, percent(f.value)),
                            h('td', { class: 'bar-cell' }, meter(f.value / most)),
                        ),
                    ),
                ),
            ),
        ),
    );
}

/** A link cannot carry a token; with one, the tab of figures saves the report. */
function files(detail) {
    const names = detail.study.files ?? [];
    if (names.length === 0 || token.get()) return null;
    return h(
        'section',
        { 'aria-labelledby': 'files' },
        h('div', { class: 'title' }, h('h2', { id: 'files' }, 'Files')),
        h(
            'p',
            { class: 'under' },
            names.map((name) => h('a', { key: name, href: jobPath(detail.id, `/report/${name}`), download: name }, name)),
        ),
    );
}
