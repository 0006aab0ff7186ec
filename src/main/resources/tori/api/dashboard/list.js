// The list of monitors. Only the rows in sight are in the document, however many there are.

import {byId, colour, h, now, percent, setText, span} from './dom.js';
import {getIfAny} from './api.js';

const MARGIN = 6;
const DAYS = 90;
const PAGE = 100;

const SHARES = [
  [0.9999, 'up'],
  [0.99, 'most'],
  [0.9, 'suspect'],
  [-1, 'down'],
];

/** Which colour a day has. */
export const levelOf = (share) =>
  share === null || share === undefined ? 'none' : SHARES.find(([least]) => share >= least)[1];

/** Draws a bar per day, as sharply as the screen can. */
export function drawBars(canvas, days, colours) {
  const scale = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (width === 0) {
    return;
  }
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const shown = days ?? [];
  for (let i = 0; i < DAYS; i++) {
    const share = shown[shown.length - DAYS + i];
    const left = Math.round((i * width) / DAYS);
    const right = Math.round(((i + 1) * width) / DAYS) - Math.max(1, Math.round(scale));
    context.fillStyle = colours[levelOf(share)];
    context.fillRect(left, 0, Math.max(1, right - left), height);
  }
}

export function barColours() {
  return {up: colour('up'), most: colour('most'), suspect: colour('suspect'), down: colour('down'), none: colour('none')};
}

/** What the rows need to be told. */
export class List {
  /**
   * @param model knows the monitors
   * @param chosen is told which monitor is to be looked at
   */
  constructor(model, chosen) {
    this.model = model;
    this.chosen = chosen;
    this.scroller = byId('rows');
    this.canvas = byId('canvas');
    this.found = [];
    this.pool = [];
    this.selected = null;
    this.colours = null;
    this.pages = new Map();
    this.hasDays = true;
    this.scroller.addEventListener('scroll', () => this.frame(), {passive: true});
    this.scroller.addEventListener('click', (event) => {
      const row = event.target.closest('.row');
      if (row !== null) {
        this.select(row.dataset.key);
        this.chosen(row.dataset.key);
      }
    });
    new ResizeObserver(() => {
      this.pool.forEach((row) => (row.of = null));
      this.frame();
    }).observe(this.scroller);
  }

  height() {
    return parseFloat(getComputedStyle(this.scroller).getPropertyValue('--row')) || 48;
  }

  /** Looks again for what fits. */
  refresh() {
    this.found = this.model.wanted();
    this.canvas.style.height = `${this.found.length * this.height()}px`;
    const all = this.model.monitors.size;
    byId('no-rows').hidden = this.found.length > 0;
    setText(byId('no-rows'), all === 0 ? 'Nothing is watched yet.' : 'No monitor fits.');
    const monitors = `${all.toLocaleString()} ${all === 1 ? 'monitor' : 'monitors'}`;
    setText(byId('row-count'), this.found.length === all ? monitors : `${this.found.length.toLocaleString()} of ${monitors}`);
    this.draw();
  }

  /** Colours have changed. */
  repaint() {
    this.colours = null;
    this.pool.forEach((row) => (row.of = null));
    this.draw();
  }

  frame() {
    if (this.asked) {
      return;
    }
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.draw();
    });
  }

  draw() {
    this.colours ??= barColours();
    const height = this.height();
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - MARGIN);
    const count = Math.ceil(this.scroller.clientHeight / height) + 2 * MARGIN;
    const last = Math.min(this.found.length, first + count);
    const used = new Set();
    for (let i = first; i < last; i++) {
      const slot = i % count;
      used.add(slot);
      this.pool[slot] ??= this.row(slot);
      this.fill(this.pool[slot], this.found[i], i, height);
    }
    this.pool.forEach((row, slot) => {
      row.element.hidden = !used.has(slot);
    });
    const active = this.pool.find((row) => !row.element.hidden && row.element.dataset.key === this.selected);
    if (active === undefined) {
      this.scroller.removeAttribute('aria-activedescendant');
    } else {
      this.scroller.setAttribute('aria-activedescendant', active.element.id);
    }
    this.fetchDays(first, last);
  }

  row(slot) {
    const parts = {
      dot: h('span', {class: 'dot'}),
      site: h('span', {class: 'site', dir: 'auto'}),
      name: h('span', {class: 'name', dir: 'auto'}),
      type: h('span', {class: 'type'}),
      bars: h('canvas', {class: 'bars', role: 'img'}),
      share: h('span', {class: 'share'}),
      held: h('span', {class: 'held'}),
      reason: h('span', {class: 'reason'}),
      next: h('span', {class: 'next'}),
      lag: h('span', {class: 'lag'}),
    };
    const element = h(
      'div',
      {class: 'row', role: 'option', id: `row-${slot}`},
      parts.dot,
      h('span', {class: 'who'}, parts.name, parts.site),
      parts.type,
      h('span', {class: 'history'}, parts.bars, parts.share),
      h('span', {class: 'info'}, parts.held, parts.reason),
      h('span', {class: 'times'}, parts.next, parts.lag),
    );
    this.canvas.append(element);
    return {element, parts, of: null, drawn: null};
  }

  fill(row, monitor, index, height) {
    const {element, parts} = row;
    element.style.transform = `translateY(${index * height}px)`;
    element.dataset.key = monitor.key;
    element.dataset.state = monitor.state;
    element.setAttribute('aria-selected', String(monitor.key === this.selected));
    element.setAttribute('aria-setsize', String(this.found.length));
    element.setAttribute('aria-posinset', String(index + 1));
    element.setAttribute('aria-label', `${monitor.key}, ${monitor.state}${monitor.trouble ? `, ${monitor.trouble}` : ''}`);
    parts.dot.className = `dot ${monitor.state}`;
    setText(parts.site, monitor.site);
    setText(parts.name, monitor.monitor);
    setText(parts.type, monitor.type);
    setText(parts.held, `${monitor.state}${monitor.since === null ? '' : ` for ${span(now() - monitor.since)}`}`);
    setText(parts.reason, monitor.state === 'up' ? '' : (monitor.trouble ?? ''));
    parts.reason.title = monitor.trouble ?? '';
    setText(parts.next, nextOf(monitor));
    setText(parts.lag, monitor.state === 'paused' ? '' : monitor.lag >= 1000 ? `${(monitor.lag / 1000).toFixed(1)} s late` : `${monitor.lag ?? 0} ms late`);
    parts.lag.classList.toggle('late', monitor.lag > 1000);
    if (row.drawn !== monitor.days || row.of !== monitor.key) {
      row.drawn = monitor.days;
      row.of = monitor.key;
      drawBars(parts.bars, monitor.days, this.colours);
      setText(parts.share, monitor.uptime === null ? '' : percent(monitor.uptime));
      parts.bars.setAttribute('aria-label', monitor.uptime === null ? 'no history yet' : `${percent(monitor.uptime)} up in 90 days`);
    }
  }

  /** Asks for the days of what is in sight, a page of the configuration's order at a time. */
  fetchDays(first, last) {
    if (!this.hasDays) {
      return;
    }
    for (let i = first; i < last; i++) {
      const monitor = this.found[i];
      const page = Math.floor(monitor.index / PAGE);
      if (monitor.days === null && !this.pages.has(page)) {
        this.pages.set(page, this.fetchPage(page));
      }
    }
  }

  async fetchPage(page) {
    let data = null;
    try {
      data = await getIfAny(`/api/v1/uptime?days=${DAYS}&limit=${PAGE}&offset=${page * PAGE}`);
    } catch {
      setTimeout(() => this.pages.delete(page), 15000);
      return;
    }
    if (data === null) {
      this.hasDays = false;
      return;
    }
    for (const row of data.monitors ?? []) {
      const monitor = this.model.monitors.get(`${row.site}/${row.monitor}`);
      if (monitor !== undefined) {
        monitor.days = row.days;
        monitor.uptime = row.uptime;
      }
    }
    this.frame();
  }

  /** Days are history: now and then is often enough. */
  forgetDays() {
    this.pages.clear();
    this.model.monitors.forEach((monitor) => (monitor.days = null));
    this.frame();
  }

  select(key) {
    this.selected = key;
    this.draw();
  }

  /** Moves the selection, and has it in sight. */
  move(steps) {
    if (this.found.length === 0) {
      return;
    }
    const at = this.found.findIndex((monitor) => monitor.key === this.selected);
    const to = Math.max(0, Math.min(this.found.length - 1, at < 0 ? 0 : at + steps));
    this.selected = this.found[to].key;
    const height = this.height();
    if (to * height < this.scroller.scrollTop) {
      this.scroller.scrollTop = to * height;
    } else if ((to + 1) * height > this.scroller.scrollTop + this.scroller.clientHeight) {
      this.scroller.scrollTop = (to + 1) * height - this.scroller.clientHeight;
    }
    this.draw();
  }
}

export function nextOf(monitor) {
  if (monitor.next === null) {
    return '';
  }
  const left = monitor.next - now();
  return left < 500 ? 'now' : `in ${span(left)}`;
}
