// Scales and axes of a chart in the page's fonts and colours.

import uPlot from '../vendor/uplot/uPlot.esm.js';
import { count, number } from '../base/format.js';
import { color } from '../base/palette.js';

const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';

// Between values that are whole numbers, as epochs are.
const wholeSteps = Array.from({ length: 13 }, (_, i) => [1, 2, 5].map((digit) => digit * 10 ** i)).flat();

export function scales({ x, y }) {
    return {
        x: { time: Boolean(x?.time), distr: x?.log ? 3 : 1 },
        y: y?.log
            ? { distr: 3, range: (_, low, high) => uPlot.rangeLog(low, high, 10, false) }
            : { range: (_, low, high) => padded(low, high, y) },
    };
}

/** A scale that never collapses, with some room above and below; from 0, or within limits, where the chart says so. */
function padded(low, high, y) {
    if (low === null || high === null) return [0, 1];
    const span = high - low || Math.abs(high) * 0.1 || 1;
    const [least, most] = y?.within ?? [-Infinity, Infinity];
    return [Math.max(least, y?.zero ? Math.min(0, low) : low - 0.06 * span), Math.min(most, high + 0.06 * span)];
}

export function axes({ x, y }, width) {
    const ink = color('--muted');
    const line = { stroke: color('--grid'), width: 1 };
    const common = { stroke: ink, font, labelFont: font, grid: line, ticks: { ...line, size: 4 }, labelGap: 0 };
    return [
        {
            ...common,
            label: x?.label && !x.time ? x.label : undefined,
            labelSize: 18,
            size: 26,
            space: width < 480 ? 70 : 90,
            incrs: x?.isWhole ? wholeSteps : undefined,
            values: x?.time ? timeLabels : (plot, splits) => tickLabels(plot, splits, x),
        },
        {
            ...common,
            label: y?.label,
            labelSize: 20,
            size: (_, values) => 14 + 6.6 * Math.max(3, ...(values ?? []).map((v) => String(v ?? '').length)),
            values: (plot, splits) => tickLabels(plot, splits, y),
        },
    ];
}

/** As many decimals as the ticks need to differ. */
function tickLabels(plot, splits, y) {
    const shown = splits.filter((v) => v !== null);
    if (shown.length < 2 || y?.log) return splits.map((v) => (v === null || !isPower(v, y) ? '' : number(v, 3)));
    const step = Math.abs(shown[1] - shown[0]);
    const largest = Math.max(...shown.map(Math.abs));
    if (largest >= 1e5 || (largest > 0 && largest < 1e-3))
        return splits.map((v) => (v === 0 ? '0' : number(v, significant(largest, step))));
    const decimals = decimalsOf(step);
    return splits.map((v) => (v === null ? '' : decimals === 0 ? count(v) : v.toFixed(decimals).replace('-', '\u2212')));
}

/** Decimals that show a step exactly, such as 2 of 0.25, and no more. */
function decimalsOf(step) {
    const first = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    for (let decimals = first; decimals < first + 3; decimals++) {
        const whole = step * 10 ** decimals;
        if (Math.abs(whole - Math.round(whole)) < 1e-6 * whole) return Math.min(10, decimals);
    }
    return Math.min(10, first);
}

const significant = (largest, step) => Math.max(1, Math.floor(Math.log10(largest)) - Math.floor(Math.log10(step)) + 1);

function isPower(value, y) {
    if (!y?.log) return true;
    const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
    return [1, 2, 5].some((d) => Math.abs(digit - d) < 1e-6);
}

function timeLabels(_, splits, __, ___, step) {
    let day = '';
    return splits.map((seconds) => {
        const date = new Date(seconds * 1000);
        const pad = (value) => String(value).padStart(2, '0');
        const today = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
        const time = `${pad(date.getHours())}:${pad(date.getMinutes())}${step < 60 ? `:${pad(date.getSeconds())}` : ''}`;
        const isNew = day !== '' && today !== day;
        day = today;
        return step >= 86400 ? today.slice(5) : isNew ? `${time}\n${today.slice(5)}` : time;
    });
}
