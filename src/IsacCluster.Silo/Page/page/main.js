// The live page: what the store knows, drawn as the address says, once a frame at most.

import { token } from './base/api.js';
import { render } from './base/dom.js';
import { progress } from './base/format.js';
import { route } from './base/router.js';
import { Store } from './base/store.js';
import { dialogs } from './views/dialogs.js';
import { jobView, neededBy } from './views/job.js';
import { jobsView } from './views/jobs.js';
import { silosView } from './views/silos.js';
import { top } from './views/top.js';

const main = document.getElementById('main');
const head = document.getElementById('top');
const dialogRoot = document.getElementById('dialogs');
let isDue = false;
let shown = '';

const store = new Store(soon);

function soon() {
    if (isDue) return;
    isDue = true;
    // A hidden tab draws nothing and catches up when it is looked at.
    requestAnimationFrame(() => {
        isDue = false;
        draw();
    });
}

function draw() {
    const at = route();
    const view = at.parts[0] === 'jobs' && at.parts[1] ? 'job' : at.parts[0] === 'silos' ? 'silos' : 'jobs';
    if (view === 'job') store.look(at.parts[1], ...neededBy(at));
    else store.look(null, 'none', []);
    render(head, top(store, view));
    render(main, view === 'job' ? jobView(store, at) : view === 'silos' ? silosView(store) : jobsView(store, at.query));
    render(dialogRoot, dialogs(store));
    document.title = title(view, at);
}

function title(view, at) {
    if (view === 'silos') return 'Silos – IsacCluster';
    if (view !== 'job') return 'Jobs – IsacCluster';
    const job = store.job.detail ?? store.jobs?.jobs.find((j) => j.id === at.parts[1]);
    if (!job) return `${at.parts[1]} – IsacCluster`;
    return job.phase === 'running' && job.percent !== null
        ? `${progress(job.percent)} ${job.name} – IsacCluster`
        : `${job.name} – IsacCluster`;
}

/** `isac run --http` prints a link that carries the token of the one who started it; it is kept in this tab and leaves the address. */
function adoptToken() {
    const found = /^#token=(.+)$/.exec(location.hash);
    if (!found) return;
    token.set(decodeURIComponent(found[1]));
    history.replaceState(null, '', '#/');
}

function navigate() {
    const path = route().parts.join('/');
    if (path !== shown) {
        const isFirst = shown === '';
        shown = path;
        draw();
        const stays = path.split('/')[0] === 'jobs' && path.split('/').length > 2;
        if (!isFirst && !stays) {
            scrollTo(0, 0);
            main.focus({ preventScroll: true });
        }
    }
    soon();
}

document.querySelector('.skip').onclick = (event) => {
    event.preventDefault();
    main.focus();
};
addEventListener('hashchange', navigate);
addEventListener('isac-settings', soon);
addEventListener('isac-draw', soon);
addEventListener('isac-retry', () => store.start());
setInterval(soon, 1000); // ages
adoptToken();
navigate();
store.start();
