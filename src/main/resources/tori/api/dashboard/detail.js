// One monitor.

import {ago, byId, clock, date, h, millis, now, percent, refill, setText, span} from './dom.js';
import {get, getIfAny} from './api.js';
import {barColours, drawBars, nextOf} from './list.js';
import {drawLatency, isMeasured} from './chart.js';

const RANGES = [
  ['1 h', 'raw', 3600],
  ['24 h', 'minute', 24 * 3600],
  ['7 days', 'hour', 7 * 24 * 3600],
  ['90 days', 'day', 90 * 24 * 3600],
];

export class Detail {
  /** @param {{closed: Function, feed: object, own: Function}} parts own: what may be done, and a mark that changes with it; or null */
  constructor(model, parts) {
    this.model = model;
    this.parts = parts;
    this.element = byId('detail');
    this.key = null;
    this.range = RANGES[1];
    this.plot = null;
  }

  get monitor() {
    return this.key === null ? undefined : this.model.monitors.get(this.key);
  }

  open(key) {
    this.close(false);
    this.key = key;
    if (this.monitor === undefined) {
      return;
    }
    this.element.hidden = false;
    document.body.dataset.detail = 'open';
    this.build();
    this.fill();
    this.loadHistory();
    this.loadIncidents();
  }

  close(tell = true) {
    this.plot?.();
    this.plot = null;
    this.key = null;
    this.element.hidden = true;
    this.element.replaceChildren();
    delete document.body.dataset.detail;
    if (tell) {
      this.parts.closed();
    }
  }

  build() {
    const monitor = this.monitor;
    this.pill = h('span', {class: 'pill'});
    this.since = h('span', {class: 'since'});
    this.trouble = h('p', {class: 'trouble'});
    this.facts = Object.fromEntries(
      ['Next poll', 'Lag', 'Last good answer', 'Last change', 'Last result', 'Failures in a row', 'Events since the start'].map((name) => [name, h('dd')]),
    );
    this.bars = h('canvas', {class: 'bars big', role: 'img', 'aria-label': 'no history yet'});
    this.share = h('span', {class: 'share'});
    this.chart = h('div', {class: 'chart'});
    this.incidents = h('ul', {class: 'short'});
    this.actions = h('div', {class: 'actions'});
    this.mark = undefined;
    const ranges = RANGES.map((range) =>
      h('button', {type: 'button', class: 'quiet', 'aria-pressed': String(range === this.range), onclick: () => this.choose(range)}, range[0]),
    );
    this.ranges = ranges;
    const events = this.parts.feed.of(this.key).slice(0, 5);
    refill(
      this.element,
      h(
        'div',
        {class: 'pane-head'},
        h('h2', {}, h('bdi', {class: 'site'}, monitor.site), ' ', h('bdi', {}, monitor.monitor)),
        h('button', {type: 'button', class: 'icon', 'aria-label': 'Close', title: 'Close (Esc)', onclick: () => this.close()}, '×'),
      ),
      h('p', {class: 'standing'}, this.pill, this.since, monitor.type !== '' && h('span', {class: 'type'}, monitor.type)),
      this.trouble,
      h('div', {class: 'block'}, h('h3', {}, 'Last 90 days', this.share), this.bars, h('p', {class: 'ends'}, h('span', {}, '90 days ago'), h('span', {}, 'today'))),
      h('div', {class: 'block'}, h('h3', {}, 'Latency'), h('div', {class: 'ranges', role: 'group', 'aria-label': 'Time'}, ranges), this.chart),
      h('dl', {class: 'facts'}, Object.entries(this.facts).map(([name, value]) => h('div', {}, h('dt', {}, name), value))),
      h('div', {class: 'block'}, h('h3', {}, 'Incidents'), this.incidents),
      events.length > 0 && h('div', {class: 'block'}, h('h3', {}, 'Events'), h('ul', {class: 'events'}, events)),
      this.actions,
    );
    this.act();
  }

  /** What may be done changes with what was done; else buttons stay, as somebody may be about to press one. */
  act() {
    if (this.monitor === undefined || this.element.hidden) {
      return;
    }
    const own = this.parts.own(this.monitor);
    if (own?.mark === this.mark) {
      return;
    }
    this.mark = own?.mark;
    const focused = this.actions.contains(document.activeElement);
    refill(this.actions, own?.buttons());
    if (focused) {
      this.actions.querySelector('button')?.focus();
    }
  }

  /** Shows what is known now. */
  fill() {
    const monitor = this.monitor;
    if (this.element.hidden) {
      return;
    }
    if (monitor === undefined) {
      // It is no more: nothing can be said of it, or done.
      this.close();
      return;
    }
    this.pill.className = `pill ${monitor.state}`;
    setText(this.pill, monitor.state);
    setText(this.since, monitor.since === null ? '' : `for ${span(now() - monitor.since)}`);
    this.since.title = date(monitor.since);
    setText(this.trouble, monitor.trouble ?? '');
    this.trouble.className = `trouble ${monitor.state}`;
    this.trouble.hidden = !monitor.trouble;
    setText(this.facts['Next poll'], monitor.next === null ? '–' : nextOf(monitor));
    setText(this.facts.Lag, monitor.state === 'paused' ? '–' : `${monitor.lag ?? 0} ms`);
    setText(this.facts['Last good answer'], ago(monitor.lastGood));
    setText(this.facts['Last change'], monitor.lastChange === null ? '–' : `${ago(monitor.lastChange)}, ${clock(monitor.lastChange)}`);
    setText(this.facts['Last result'], monitor.result || '–');
    setText(this.facts['Failures in a row'], String(monitor.failures));
    setText(this.facts['Events since the start'], String(monitor.events));
  }

  choose(range) {
    this.range = range;
    this.ranges.forEach((button, i) => button.setAttribute('aria-pressed', String(RANGES[i] === range)));
    this.loadLatency();
  }

  async loadHistory() {
    const key = this.key;
    const {site, monitor} = this.monitor;
    this.loadLatency();
    const data = await getIfAny(`/api/v1/uptime/${encodeURIComponent(site)}/${encodeURIComponent(monitor)}?days=90`).catch(() => null);
    if (this.key !== key) {
      return;
    }
    const {days, uptime} = data ?? this.monitor ?? {days: null, uptime: null};
    drawBars(this.bars, days, barColours());
    setText(this.share, uptime === null ? '' : percent(uptime));
    this.bars.setAttribute('aria-label', uptime === null ? 'no history yet' : `${percent(uptime)} up in 90 days`);
  }

  async loadLatency() {
    const key = this.key;
    const {site, monitor} = this.monitor;
    const [, step, seconds] = this.range;
    const from = Math.floor(now() / 1000) - seconds;
    let words = 'Nothing measured yet.';
    const data = await getIfAny(
      `/api/v1/history/${encodeURIComponent(site)}/${encodeURIComponent(monitor)}?step=${step}&from=${from}`,
    ).catch((refused) => {
      words = refused.message;
      return null;
    });
    if (this.key !== key) {
      return;
    }
    this.plot?.();
    this.plot = null;
    this.chart.replaceChildren();
    const points = data?.points ?? [];
    if (!isMeasured(points) || window.uPlot === undefined) {
      this.chart.append(h('p', {class: 'empty'}, words));
      return;
    }
    this.plot = drawLatency(this.chart, points);
  }

  async loadIncidents() {
    const key = this.key;
    const {site, monitor} = this.monitor;
    const own = `site=${encodeURIComponent(site)}&monitor=${encodeURIComponent(monitor)}`;
    const data = await get(`/api/v1/incidents?${own}&limit=5`).catch(() => ({incidents: []}));
    if (this.key !== key) {
      return;
    }
    this.incidents.replaceChildren(
      ...(data.incidents.length === 0
        ? [h('li', {class: 'empty'}, 'None.')]
        : data.incidents.map((one) =>
            h(
              'li',
              {},
              h('a', {href: `#incidents/${one.id}`}, `${one.cause}, ${date(millis(one.opened_at))}`),
              h('span', {class: one.state === 'open' ? 'pill down' : 'pill'}, one.state === 'open' ? 'open' : span(one.duration * 1000)),
            ),
          )),
    );
  }
}
