// How long checks took, drawn by uPlot.

import {colour, h, millis} from './dom.js';

const HALF_HOUR = 1800;

const number = (value) => (value === null || value === undefined ? null : Number(value));

/** How a time is written below the chart, in the browser's words. */
function axisTimes(times) {
  const wide = times.length > 1 && times[times.length - 1] - times[0] > 36 * 3600;
  const format = new Intl.DateTimeFormat([], wide ? {day: 'numeric', month: 'short'} : {hour: '2-digit', minute: '2-digit'});
  return times.map((time) => format.format(time * 1000));
}

function duration(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return value >= 10000 ? `${(value / 1000).toFixed(0)} s` : value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
}

/** Whether any of these points says how long something took. */
export const isMeasured = (points) => points.some((point) => number(point.latency_ms) !== null || number(point.p50_ms) !== null);

/** Draws points of the history; returns what is to be called when it goes. */
export function drawLatency(parent, points) {
  const raw = points.some((point) => point.latency_ms !== undefined);
  const times = points.map((point) => millis(point.time) / 1000);
  const middle = points.map((point) => number(raw ? point.latency_ms : point.p50_ms));
  const high = points.map((point) => (raw ? null : number(point.p95_ms)));
  const failed = points.map((point, i) =>
    point.failures > 0 || point.outcome === 'down' || point.outcome === 'failed' ? (high[i] ?? middle[i] ?? 0) : null,
  );
  const last = Math.max(0, points.length - 1);
  const readout = h('p', {class: 'readout'});
  const tell = (index) => {
    const at = index ?? last;
    readout.textContent =
      points.length === 0
        ? ''
        : `${new Date(times[at] * 1000).toLocaleString()} · median ${duration(middle[at])}` +
          (raw ? '' : ` · 95 % within ${duration(high[at])}`) +
          (failed[at] === null ? '' : ` · ${points[at].failures ?? 1} failed`);
  };
  const line = colour('accent');
  const muted = colour('muted');
  const grid = {stroke: colour('line'), width: 1};
  const axis = {stroke: muted, grid, ticks: grid, font: '11px system-ui, sans-serif'};
  const plot = new window.uPlot(
    {
      width: parent.clientWidth,
      height: 170,
      padding: [8, 8, 0, 0],
      legend: {show: false},
      cursor: {y: false, points: {size: 6}},
      scales: {
        // Around a single point uPlot would show decades.
        x: {range: (_, first, final) => (first < final ? [first, final] : [first - HALF_HOUR, first + HALF_HOUR])},
        y: {range: (_, least, most) => [0, Math.max(10, (most ?? 10) * 1.15)]},
      },
      axes: [
        {...axis, space: 70, values: (_, times) => axisTimes(times)},
        {...axis, size: 58, values: (_, values) => values.map(duration)},
      ],
      series: [
        {},
        {stroke: line, width: 1.5, fill: tint(line), points: {show: points.length < 40}},
        {stroke: muted, width: 1, dash: [3, 3], points: {show: false}, show: !raw},
        {stroke: colour('down'), width: 0, paths: () => null, points: {show: true, size: 6, fill: colour('down')}},
      ],
      hooks: {setCursor: [(drawn) => tell(drawn.cursor.idx)]},
    },
    [times, middle, high, failed],
    parent,
  );
  parent.append(readout);
  tell(null);
  const observer = new ResizeObserver(() => plot.setSize({width: parent.clientWidth, height: 170}));
  observer.observe(parent);
  return () => {
    observer.disconnect();
    plot.destroy();
  };
}

/** The same colour, hardly there. */
function tint(rgb) {
  return rgb.startsWith('rgb(') ? rgb.replace('rgb(', 'rgba(').replace(')', ', 0.1)') : 'transparent';
}
