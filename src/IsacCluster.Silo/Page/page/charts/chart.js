// A chart as a widget of base/dom.js: uPlot with the colours of the page, a legend of buttons that shows the values under the pointer,
// and events as labelled lines. The same uPlot is fed as long as its make-up stays; it is destroyed with its element.

import uPlot from '../vendor/uplot/uPlot.esm.js';
import { h, render } from '../base/dom.js';
import { clock, number } from '../base/format.js';
import { color } from '../base/palette.js';
import { axes, scales } from './axes.js';
import { eventLines } from './event-lines.js';

const narrow = 160;

/**
 * chart({xs, series: [{label, values, color, dash, width, points, line, step, faint, hollow, format}], bands, x, y, markers, height,
 * summary}). xs in seconds since 1970 where x.time; summary says in words what the chart shows.
 */
export function chart(data) {
    return h('div', { class: 'chart', widget: (element) => new ChartWidget(element), data });
}

class ChartWidget {
    #element;
    #plot = null;
    #makeUp = '';
    #data = null;
    #hidden = new Set();
    #at = null;
    #canvas = document.createElement('div');
    #legend = document.createElement('div');
    #size;
    #redraw = () => this.#rebuild();

    constructor(element) {
        this.#element = element;
        this.#canvas.className = 'canvas';
        this.#canvas.setAttribute('role', 'img');
        element.append(this.#canvas, this.#legend);
        this.#size = new ResizeObserver(() => this.#resize());
        this.#size.observe(element);
        addEventListener('isac-theme', this.#redraw);
    }

    update(data) {
        this.#data = data;
        this.#canvas.setAttribute('aria-label', data.summary || 'chart');
        const makeUp = JSON.stringify([
            data.height,
            data.x,
            data.y?.log,
            data.y?.label,
            data.bands?.length,
            data.series.map((s) => [s.label, s.color, s.dash, s.width, s.points, s.line, s.step, s.faint, s.hollow]),
        ]);
        if (makeUp !== this.#makeUp || !this.#plot) {
            this.#makeUp = makeUp;
            this.#rebuild();
        } else {
            this.#plot.setData(this.#columns());
        }
        this.#drawLegend();
    }

    destroy() {
        this.#size.disconnect();
        removeEventListener('isac-theme', this.#redraw);
        this.#plot?.destroy();
        this.#plot = null;
        this.#data = null;
    }

    #columns() {
        return [this.#data.xs, ...this.#data.series.map((s) => s.values)];
    }

    #width() {
        return Math.max(narrow, Math.floor(this.#element.clientWidth));
    }

    #resize() {
        if (this.#plot && Math.abs(this.#plot.width - this.#width()) >= 1)
            this.#plot.setSize({ width: this.#width(), height: this.#plot.height });
    }

    #rebuild() {
        if (!this.#data) return;
        this.#plot?.destroy();
        const data = this.#data;
        this.#plot = new uPlot(
            {
                width: this.#width(),
                height: data.height ?? 240,
                legend: { show: false },
                cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false } },
                scales: scales(data),
                axes: axes(data, this.#width()),
                series: [{}, ...data.series.map((s) => this.#series(s))],
                bands: (data.bands ?? []).map((b) => ({ series: [b.upper + 1, b.lower + 1], fill: faded(color(b.color), 0.18) })),
                plugins: [eventLines(() => this.#data?.markers ?? [])],
                hooks: { setCursor: [(plot) => this.#point(plot.cursor.idx)] },
            },
            this.#columns(),
            this.#canvas,
        );
        this.#drawLegend();
    }

    #series(series) {
        const stroke = series.faint ? faded(color(series.color), series.line === false ? 0.65 : 0.55) : color(series.color);
        const hasLine = series.line !== false;
        return {
            label: series.label,
            show: !this.#hidden.has(series.label),
            stroke,
            width: hasLine ? (series.width ?? 1.75) : 0,
            dash: series.dash?.length ? series.dash : undefined,
            spanGaps: series.gaps !== true,
            paths: hasLine && series.step ? uPlot.paths.stepped({ align: 1 }) : hasLine ? undefined : () => null,
            points: {
                show: Boolean(series.points),
                size: series.points === 'large' ? 9 : series.hollow ? 7 : 5,
                fill: series.hollow ? 'transparent' : stroke,
                stroke,
                width: series.hollow ? 1.5 : 0,
            },
        };
    }

    #point(index) {
        if (this.#at === index) return;
        this.#at = index;
        this.#drawLegend();
    }

    #toggle(label) {
        const shown = this.#hidden.has(label);
        if (shown) this.#hidden.delete(label);
        else this.#hidden.add(label);
        this.#plot?.setSeries(this.#data.series.findIndex((s) => s.label === label) + 1, { show: shown });
        this.#drawLegend();
    }

    #drawLegend() {
        const { xs, series, x, y } = this.#data;
        const named = series.filter((s) => s.legend !== false);
        const at = this.#at;
        const isAt = at !== null && at !== undefined && at < xs.length;
        render(
            this.#legend,
            h(
                'div',
                { class: 'legend' },
                named.map((s) =>
                    h(
                        'button',
                        {
                            key: s.label,
                            type: 'button',
                            'aria-pressed': String(!this.#hidden.has(s.label)),
                            onclick: () => this.#toggle(s.label),
                            title: 'shows or hides this line',
                        },
                        swatch(s),
                        h('span', null, s.label),
                        isAt && h('b', null, this.#show(s, at, y)),
                    ),
                ),
                h(
                    'span',
                    { class: 'at' },
                    isAt && `${x?.label ?? ''} ${x?.time ? clock(xs[at] * 1000, Date.now(), true) : number(xs[at])}`,
                ),
            ),
        );
    }

    #show(series, at, y) {
        const value = series.values[at];
        return value === null || value === undefined ? '' : (series.format ?? y?.format ?? number)(value);
    }
}

function swatch(series) {
    const stroke = `var(${series.color})`;
    return h(
        'svg',
        { class: 'key', viewBox: '0 0 22 8', width: 22, height: 8, 'aria-hidden': 'true' },
        series.line === false
            ? h('circle', {
                  cx: 11,
                  cy: 4,
                  r: 3.2,
                  style: series.hollow ? { fill: 'none', stroke, 'stroke-width': '1.5' } : { fill: stroke },
              })
            : h('path', {
                  d: 'M0 4H22',
                  'stroke-dasharray': series.dash?.length ? series.dash.join(' ') : null,
                  style: { stroke, 'stroke-width': '2', opacity: series.faint ? '0.5' : '1' },
              }),
    );
}

function faded(rgb, alpha) {
    return rgb.replace(/^rgba?\(([^,]+),([^,]+),([^,)]+).*$/, `rgba($1,$2,$3,${alpha})`);
}
