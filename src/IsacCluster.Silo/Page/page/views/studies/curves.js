// Learning curves: of trials that run, of the best, and of those that ended lately, pruned ones dashed.

import { chart } from '../../charts/chart.js';
import { h } from '../../base/dom.js';
import { isNumber, number, plural } from '../../base/format.js';

const mostRunning = 12;
const mostEnded = 24;

export function learningCurves({ trials, best }, objective) {
    const drawn = trials.filter((t) => t.intermediate?.length > 0);
    if (drawn.length === 0) return null;
    const runs = trials.filter((t) => t.state === 'running');
    const running = drawn.filter((t) => t.state === 'running').slice(-mostRunning);
    const leader = drawn.find((t) => t.number === best?.trial);
    const ended = drawn.filter((t) => t.state !== 'running' && t !== leader).slice(-mostEnded);
    const shown = [...ended, ...(leader ? [leader] : []), ...running];
    const xs = [...new Set(shown.flatMap((t) => t.intermediate.map((p) => p[0])))].sort((a, b) => a - b);
    const all = shown.flatMap((t) => t.intermediate.map((p) => p[1])).filter(isNumber);
    const series = shown.map((t) => line(t, t === leader, running.indexOf(t), xs));
    const first = { complete: true, pruned: true, failed: true };
    for (const s of series) {
        if (!s.group) continue;
        s.legend = first[s.group] === true;
        if (s.legend) s.label = `${s.group} trials`;
        first[s.group] = false;
    }
    return h(
        'section',
        { 'aria-labelledby': 'curves' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'curves' }, 'Learning curves'),
            h('p', { class: 'note' }, `${runningOnes(runs, running)}; ${plural(ended.length, 'trial')} that ended lately`),
        ),
        chart({
            height: 280,
            xs,
            x: { label: 'step', isWhole: true },
            y: {
                label: objective.label,
                format: (v) => number(v, 5),
                log: all.every((v) => v > 0) && Math.max(...all) > 20 * Math.min(...all),
            },
            series,
            summary:
                running
                    .map((t) => `trial ${t.number}: ${number(t.intermediate.at(-1)[1])} at step ${t.intermediate.at(-1)[0]}`)
                    .join('; ') || 'no trial runs',
        }),
    );
}

/** Who runs and has not reported yet has no curve. */
function runningOnes(runs, running) {
    const silent = runs.filter((t) => !t.intermediate?.length).length;
    const left = runs.length - silent - running.length;
    const words = [
        silent > 0 && `${silent === runs.length ? 'none has' : `${silent} ${silent === 1 ? 'has' : 'have'} not`} reported yet`,
        left > 0 && `the last ${running.length} are drawn`,
    ].filter(Boolean);
    return `${plural(runs.length, 'trial')} running${words.length > 0 ? ` (${words.join(', ')})` : ''}`;
}

function line(trial, isBest, place, xs) {
    const at = new Map(trial.intermediate);
    const common = { values: xs.map((x) => at.get(x) ?? null), points: trial.intermediate.length < 3 };
    if (isBest) return { ...common, label: `best, trial ${trial.number}`, color: '--series-2', width: 2.4 };
    if (place >= 0)
        return { ...common, label: `trial ${trial.number}`, color: `--series-${1 + ((2 * place + 2) % 16)}`, width: 2, points: true };
    const group = trial.state;
    return {
        ...common,
        label: `trial ${trial.number}`,
        group,
        color: '--edge',
        width: 1,
        faint: true,
        dash: { pruned: [4, 3], failed: [1, 3] }[group] ?? [],
    };
}
