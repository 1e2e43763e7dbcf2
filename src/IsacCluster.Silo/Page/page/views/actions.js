// Orders to a job, where this reader may give them.

import { jobPath, post } from '../base/api.js';
import { h } from '../base/dom.js';
import { count } from '../base/format.js';
import { confirm } from './dialogs.js';

const extensible = { campaign: 'samples', dataset: 'samples', study: 'trials' };

export function actions(store, job) {
    if (store.about?.may !== 'submit') return null;
    const isOpen = job.phase === 'running' || job.phase === 'paused';
    const give = async (order, body) => {
        await post(jobPath(job.id, `/${order}`), body);
        store.refresh();
    };
    const button = (order, text, onclick, look) => h('button', { key: order, type: 'button', class: look, onclick }, text);
    return h(
        'div',
        { class: 'actions', role: 'group', 'aria-label': 'Orders to this job' },
        job.phase === 'running' &&
            button('pause', 'Pause', () =>
                confirm({
                    title: `Pause ${job.name}?`,
                    text: 'Tasks that run are finished; no new ones are given until it is resumed.',
                    button: 'Pause',
                    act: () => give('pause'),
                }),
            ),
        (job.phase === 'paused' || job.phase === 'cancelled') &&
            button(
                'resume',
                'Resume',
                () =>
                    confirm({
                        title: `Resume ${job.name}?`,
                        button: 'Resume',
                        act: () => give('resume'),
                    }),
                'main',
            ),
        isOpen &&
            button('priority', 'Priority', () =>
                confirm({
                    title: `Priority of ${job.name}`,
                    text: 'Jobs of a higher priority get slots first.',
                    button: 'Set',
                    field: { label: 'Priority', value: job.priority ?? 1, min: 1, max: 100 },
                    act: (value) => give('priority', { priority: Number(value) }),
                }),
            ),
        extensible[job.kind] && store.about.may_extend !== false && button('extend', 'Extend', () => confirm(extension(job, give))),
        isOpen &&
            button(
                'cancel',
                'Cancel job',
                () =>
                    confirm({
                        title: `Cancel ${job.name}?`,
                        text: 'What was accepted is kept; the job ends.',
                        button: 'Cancel the job',
                        look: 'danger',
                        act: () => give('cancel'),
                    }),
                'danger',
            ),
    );
}

function extension(job, give) {
    const unit = extensible[job.kind];
    const now = job.kind === 'study' ? job.target : (job.points?.[0]?.target ?? null);
    return {
        title: `Extend ${job.name}`,
        button: 'Extend',
        text: now
            ? `It has ${count(now)} ${unit}${job.kind === 'study' ? '' : ' a point'} now; only the new ones are computed.`
            : 'Only what is new is computed.',
        field: { label: `New total of ${unit}${job.kind === 'study' ? '' : ' a point'}`, value: now ? now * 2 : '', min: 1 },
        act: (value) => give('extend', { [unit]: Number(value) }),
    };
}
