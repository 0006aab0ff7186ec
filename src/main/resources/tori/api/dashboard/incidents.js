// What did not work, what happened meanwhile, and who knows of it.

import {byId, clock, date, h, millis, note, refill, span} from './dom.js';
import {get, post} from './api.js';

const PAGE = 50;

export class Incidents {
  /** @param {{operator: Function, opened: Function}} parts */
  constructor(parts) {
    this.parts = parts;
    this.element = byId('incidents');
    this.rows = [];
    this.total = 0;
    this.expanded = null;
  }

  async refresh() {
    try {
      const data = await get(`/api/v1/incidents?limit=${Math.max(PAGE, this.rows.length)}`);
      this.rows = data.incidents;
      this.total = data.total;
    } catch (refused) {
      note(refused.message, true);
      return;
    }
    const open = this.rows.filter((one) => one.state === 'open').length;
    const badge = byId('incident-count');
    badge.hidden = open === 0;
    badge.textContent = String(open);
    this.render();
  }

  render() {
    const open = this.rows.filter((one) => one.state === 'open');
    const closed = this.rows.filter((one) => one.state !== 'open');
    refill(
      this.element,
      h('h2', {}, 'Open'),
      open.length === 0 ? h('p', {class: 'empty calm'}, 'Nothing is wrong.') : h('ul', {class: 'cards'}, open.map((one) => this.card(one))),
      closed.length > 0 && h('h2', {}, 'Over'),
      closed.length > 0 && h('ul', {class: 'cards'}, closed.map((one) => this.card(one))),
      this.rows.length < this.total &&
        h('button', {type: 'button', onclick: () => this.more()}, `Show more of ${this.total.toLocaleString()}`),
    );
  }

  async more() {
    const data = await get(`/api/v1/incidents?limit=${PAGE}&offset=${this.rows.length}`);
    const known = new Set(this.rows.map((one) => one.id));
    this.rows.push(...data.incidents.filter((one) => !known.has(one.id)));
    this.render();
  }

  card(one) {
    const open = one.state === 'open';
    const shown = this.expanded === one.id;
    const timeline = h('div', {class: 'timeline', id: `timeline-${one.id}`, hidden: !shown});
    const toggle = h(
      'button',
      {type: 'button', class: 'card-head', 'aria-expanded': String(shown), 'aria-controls': `timeline-${one.id}`, onclick: () => this.toggle(one.id)},
      h('span', {class: `dot ${open ? 'down' : 'up'}`}),
      h('span', {class: 'who'}, h('span', {class: 'name'}, one.monitor), h('span', {class: 'site'}, one.site)),
      h('span', {class: 'cause'}, one.cause),
      h('span', {class: 'span'}, open ? `for ${span(one.duration * 1000)}` : span(one.duration * 1000)),
    );
    if (shown) {
      this.loadTimeline(one, timeline);
    }
    return h(
      'li',
      {class: `card ${open ? 'open' : 'closed'}`, 'data-id': one.id},
      toggle,
      h('p', {class: 'detail-line'}, one.detail),
      h(
        'p',
        {class: 'meta'},
        `since ${date(millis(one.since))}`,
        one.closed_at && ` · over ${date(millis(one.closed_at))}`,
        one.held_by && ` · not told: ${one.held_by}`,
        one.reminders > 0 && ` · ${one.reminders} reminders`,
        one.acknowledged_at && ` · acknowledged ${date(millis(one.acknowledged_at))}`,
      ),
      open &&
        !one.acknowledged_at &&
        this.parts.operator() &&
        h('button', {type: 'button', class: 'primary acknowledge', onclick: (event) => this.acknowledge(one, event.currentTarget)}, 'Acknowledge'),
      timeline,
    );
  }

  toggle(id) {
    this.expanded = this.expanded === id ? null : id;
    this.render();
    this.element.querySelector(`[aria-controls="timeline-${id}"]`)?.focus();
  }

  /** Shows one, from a link. */
  async show(id) {
    this.expanded = id;
    await this.refresh();
    this.element.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({block: 'center'});
  }

  async loadTimeline(one, element) {
    try {
      const data = await get(`/api/v1/incidents/${one.id}`);
      element.replaceChildren(
        h(
          'ol',
          {},
          data.timeline.map((step) =>
            h(
              'li',
              {class: step.to},
              h('time', {datetime: step.time, title: date(millis(step.time))}, clock(millis(step.time))),
              h('span', {class: `pill ${step.to}`}, step.to),
              h('span', {class: 'why'}, step.detail ?? step.cause ?? ''),
            ),
          ),
        ),
      );
    } catch (refused) {
      element.textContent = refused.message;
    }
  }

  async acknowledge(one, button) {
    button.disabled = true;
    try {
      await post(`/api/v1/incidents/${one.id}/acknowledge`);
      // The monitor takes note with its next check.
      one.acknowledged_at = new Date().toISOString();
      note(`Nobody is reminded of ${one.site}/${one.monitor} any more.`);
      this.render();
    } catch (refused) {
      note(refused.message, true);
      button.disabled = false;
    }
  }
}
