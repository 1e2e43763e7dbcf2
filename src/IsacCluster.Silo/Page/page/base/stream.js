// Server-sent events over fetch, which can send a token; EventSource cannot. It connects again by itself, later and later, and at
// once when the tab is looked at again or the machine is online again.

import { ApiError, ask } from './api.js';

const firstWait = 500;
const longestWait = 15000;
const longestWaitWithAnswers = 3000; // the server is there
const silence = 40000; // the server says something at least every 15 s

export class EventStream {
    #path;
    #on;
    #wait = firstWait;
    #abort = null;
    #timer = null;
    #last = 0;

    /** @param on {event(name, data), heard(), opened(), lost(error, nextTry), refused()} */
    constructor(path, on) {
        this.#path = path;
        this.#on = on;
        document.addEventListener('visibilitychange', () => document.hidden || this.#hurry());
        addEventListener('online', () => this.#hurry());
        setInterval(() => {
            if (this.#abort && this.#last > 0 && Date.now() - this.#last > silence) this.#abort.abort();
        }, 5000);
    }

    start() {
        clearTimeout(this.#timer);
        this.#timer = null;
        this.#abort?.abort();
        this.#run(new AbortController());
    }

    /** Tries now instead of at the end of a wait. */
    #hurry() {
        if (this.#timer) this.start();
    }

    async #run(abort) {
        this.#abort = abort;
        this.#last = Date.now();
        let failure = null;
        try {
            const response = await ask(this.#path, { signal: abort.signal, headers: { Accept: 'text/event-stream' } });
            this.#on.opened();
            await this.#read(response.body, abort);
        } catch (error) {
            failure = error;
        }
        if (this.#abort !== abort) return;
        this.#abort = null;
        if (failure instanceof ApiError && failure.status === 401) {
            this.#on.refused();
            return;
        }
        const wait = this.#wait * (0.8 + 0.4 * Math.random());
        this.#wait = Math.min(failure?.status > 0 ? longestWaitWithAnswers : longestWait, this.#wait * 1.8);
        this.#on.lost(failure, Date.now() + wait);
        this.#timer = setTimeout(() => this.start(), wait);
    }

    async #read(body, abort) {
        const reader = body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = '';
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            if (this.#abort !== abort) return reader.cancel();
            this.#last = Date.now();
            this.#wait = firstWait;
            this.#on.heard();
            const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
            rest = blocks.pop();
            for (const block of blocks) this.#tell(block);
        }
    }

    #tell(block) {
        let name = 'message';
        const data = [];
        for (const line of block.split('\n')) {
            if (line.startsWith('event:')) name = line.slice(6).trim();
            else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
        }
        if (data.length > 0) this.#on.event(name, JSON.parse(data.join('\n')));
    }
}
