// What the page knows, bounded, and who keeps it up to date. Views read it and are told when to draw.

import { ApiError, getJson, jobPath } from './api.js';
import { EventStream } from './stream.js';

const mostEvents = 400;
const detailEvery = 2000;

export class Store {
    about = null;
    jobs = null;
    silos = null;
    happened = [];
    /** Of the job that is looked at: its detail and the further documents that its tab asked for, by path. */
    job = { id: null, detail: null, error: null, documents: new Map() };
    link = { isOpen: false, lost: null, nextTry: null, heard: 0, reason: null, needsToken: false };

    #changed;
    #stream;
    #traces = 'none';
    #wanted = new Set();
    #due = 0;
    #timer = null;

    constructor(changed) {
        this.#changed = changed;
        this.#stream = new EventStream('api/events', {
            event: (name, data) => this.#event(name, data),
            heard: () => this.#heard(),
            opened: () => this.#opened(),
            lost: (error, nextTry) => this.#lost(error, nextTry),
            refused: () => this.#refused(),
        });
    }

    start() {
        this.link.needsToken = false;
        this.#stream.start();
    }

    /** Names the job that is looked at, the points whose traces are shown and what its tab shows besides: 'failures', 'log', 'figures'. */
    look(id, traces, wanted) {
        const isOther = this.job.id !== id;
        const needs = isOther || this.#traces !== traces || wanted.some((name) => !this.#wanted.has(name));
        if (isOther) this.job = { id, detail: null, error: null, documents: new Map() };
        this.#traces = traces;
        this.#wanted = new Set(wanted);
        for (const name of this.job.documents.keys()) if (!this.#wanted.has(name)) this.job.documents.delete(name);
        if (needs && id) this.#refreshSoon(0);
    }

    /** Asks for the job again at once, after an order was given. */
    refresh() {
        this.#refreshSoon(0);
    }

    #event(name, data) {
        if (name === 'jobs') this.jobs = data;
        else if (name === 'silos') this.silos = data;
        else if (name === 'happened') this.#append(data.events ?? []);
        else if (name === 'job' && data.id === this.job.id) this.#refreshSoon(detailEvery);
        this.#changed();
    }

    #append(events) {
        const known = new Set(this.happened.map(identity));
        const fresh = events.filter((e) => !known.has(identity(e)));
        if (fresh.length > 0) this.happened = [...this.happened, ...fresh].slice(-mostEvents);
    }

    #heard() {
        this.link.heard = Date.now();
        if (!this.link.isOpen) {
            this.link = { ...this.link, isOpen: true, lost: null, nextTry: null, reason: null };
            this.#changed();
        }
    }

    async #opened() {
        this.#isLive();
        await this.#askAll();
    }

    #isLive() {
        this.link = { ...this.link, isOpen: true, lost: null, nextTry: null, reason: null, heard: Date.now() };
        this.#changed();
    }

    /** After a restart of the server everything may be another. */
    async #askAll() {
        const names = ['about', 'jobs', 'silos', 'happened'];
        const [about, jobs, silos, happened] = await Promise.all(names.map((name) => getJson(`api/${name}`).catch(() => null)));
        this.about = about ?? this.about;
        this.jobs = jobs ?? this.jobs;
        this.silos = silos ?? this.silos;
        this.#append(happened?.events ?? []);
        this.#refreshSoon(0);
        this.#changed();
        return jobs !== null;
    }

    /** Where the server answers but streams nothing, as behind some proxies, it is asked at each try instead. */
    async #lost(error, nextTry) {
        const isAnswered = error?.status > 0 && (await this.#askAll());
        if (isAnswered) {
            this.#isLive();
            return;
        }
        this.link = {
            ...this.link,
            isOpen: false,
            lost: this.link.lost ?? Date.now(),
            nextTry,
            reason: error?.status ? error.message : null,
        };
        this.#changed();
    }

    #refused() {
        this.link = { ...this.link, isOpen: false, needsToken: true };
        this.#changed();
    }

    #refreshSoon(least) {
        if (!this.job.id) return;
        const due = Math.max(this.#due, Date.now());
        const at = least === 0 ? Date.now() : due;
        if (this.#timer && least > 0) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
            this.#timer = null;
            this.#due = Date.now() + detailEvery;
            this.#fetchJob();
        }, at - Date.now());
    }

    async #fetchJob() {
        const job = this.job;
        const get = async (path, keep) => {
            try {
                keep(await getJson(path), null);
            } catch (error) {
                if (error instanceof ApiError && error.status === 401) this.#refused();
                keep(null, error);
            }
            if (this.job === job) this.#changed();
        };
        await Promise.all([
            get(jobPath(job.id, `?traces=${this.#traces}`), (detail, error) => {
                job.detail = detail ?? job.detail;
                job.error = error?.status === 404 ? error : null;
            }),
            ...[...this.#wanted].map((name) =>
                get(jobPath(job.id, `/${name}`), (found, error) => {
                    if (found || !job.documents.get(name)?.found) job.documents.set(name, { found, error });
                }),
            ),
        ]);
    }
}

// Numbers begin anew where a cluster does.
const identity = (event) => `${event.number ?? ''} ${event.time} ${event.text}`;
