// What the destinations do, and what could not be delivered. For the operator.

import {ago, byId, date, h, millis, note, refill, span} from './dom.js';
import {getIfAny, post} from './api.js';

const PAGE = 50;

const seconds = (value) => span(value * 1000);

export class Deliveries {
  constructor() {
    this.element = byId('deliveries');
    this.destinations = null;
    this.dead = {deliveries: [], total: 0};
    this.limit = PAGE;
  }

  /** Looks again; false where nobody may. */
  async refresh() {
    try {
      const data = await getIfAny('/api/v1/destinations');
      if (data === null) {
        return false;
      }
      this.destinations = data;
      const failed = data.deliveries.failed ?? 0;
      const badge = byId('dead-count');
      badge.hidden = failed === 0;
      badge.textContent = failed.toLocaleString();
      this.dead = failed === 0 ? {deliveries: [], total: 0} : ((await getIfAny(`/api/v1/deliveries?state=failed&limit=${this.limit}`)) ?? this.dead);
    } catch (refused) {
      note(refused.message, true);
      return true;
    }
    this.render();
    return true;
  }

  /** Draws anew only what differs: nobody's button goes away under the pointer for nothing. */
  render() {
    if (this.top === undefined) {
      this.top = h('div', {class: 'stack'});
      this.letters = h('div', {class: 'stack'});
      refill(this.element, this.top, this.letters);
    }
    const top = JSON.stringify(this.destinations);
    const letters = JSON.stringify(this.dead);
    if (top !== this.drawnTop) {
      this.drawnTop = top;
      this.renderTop();
    }
    if (letters !== this.drawnLetters) {
      this.drawnLetters = letters;
      this.renderLetters();
    }
  }

  renderTop() {
    refill(
      this.top,
      h('h2', {}, 'Destinations'),
      h('ul', {class: 'cards grid'}, this.destinations.destinations.map(destination)),
      h('h2', {}, 'Guaranteed deliveries'),
      h(
        'dl',
        {class: 'figures'},
        Object.entries(this.destinations.deliveries).map(([state, count]) =>
          h('div', {class: state}, h('dt', {}, state.replace('_', ' ')), h('dd', {}, count.toLocaleString())),
        ),
      ),
    );
  }

  renderLetters() {
    const focused = document.activeElement?.dataset?.focus;
    refill(
      this.letters,
      h(
        'div',
        {class: 'pane-head'},
        h('h2', {}, 'Dead letters'),
        this.dead.deliveries.length > 0 &&
          h('button', {type: 'button', 'data-focus': 'all', onclick: () => this.decide('/api/v1/deliveries/retry', {state: 'failed'})}, 'Retry all'),
      ),
      this.dead.deliveries.length === 0
        ? h('p', {class: 'empty calm'}, 'Everything has arrived.')
        : h('ul', {class: 'cards'}, this.dead.deliveries.map((row) => this.letter(row))),
      this.dead.total > this.dead.deliveries.length && this.limit < 500 &&
        h('button', {type: 'button', onclick: () => this.more()}, `Show more of ${this.dead.total.toLocaleString()}`),
    );
    if (focused !== undefined) {
      this.letters.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  more() {
    this.limit = Math.min(500, this.limit + 100);
    this.refresh();
  }

  letter(row) {
    return h(
      'li',
      {class: 'card closed', 'data-id': row.id},
      h('p', {class: 'card-line'}, h('span', {class: 'name'}, row.destination), h('span', {class: 'kind bad'}, row.type.replace(/^tori\./, '')), h('span', {class: 'place'}, row.entity)),
      h('p', {class: 'detail-line'}, row.reason ?? ''),
      h('p', {class: 'meta'}, `given up ${date(millis(row.changed_at))} after ${row.failures} ${row.failures === 1 ? 'attempt' : 'attempts'} · accepted ${ago(millis(row.accepted_at))}`),
      h(
        'p',
        {class: 'actions'},
        h('button', {type: 'button', class: 'primary retry', 'data-focus': `retry-${row.id}`, onclick: () => this.decide(`/api/v1/deliveries/${row.id}/retry`)}, 'Retry'),
        h('button', {type: 'button', class: 'discard', 'data-focus': `discard-${row.id}`, onclick: () => this.decide(`/api/v1/deliveries/${row.id}/discard`)}, 'Discard'),
      ),
    );
  }

  async decide(path, body) {
    try {
      const data = await post(path, body);
      note(`${data.count} ${data.count === 1 ? 'delivery' : 'deliveries'} ${path.endsWith('discard') ? 'discarded' : 'will be tried again'}.`);
    } catch (refused) {
      note(refused.message, true);
    }
    this.refresh();
  }
}

function destination(row) {
  const share = Math.min(1, row.waiting / Math.max(1, row.queue));
  const meter = h('meter', {min: 0, max: row.queue, value: row.waiting, high: row.queue * 0.8, 'aria-label': `${row.waiting} of ${row.queue} places taken`});
  return h(
    'li',
    {class: `card ${row.condition === 'healthy' ? 'closed' : 'open'}`},
    h(
      'p',
      {class: 'card-line'},
      h('span', {class: `dot ${row.condition === 'healthy' ? 'up' : row.condition === 'paused' ? 'suspect' : 'down'}`}),
      h('span', {class: 'name'}, row.name),
      h('span', {class: 'type'}, row.type),
      h('span', {class: 'type'}, row.delivery),
      row.condition !== 'healthy' && h('span', {class: 'kind bad'}, row.condition),
    ),
    h('p', {class: 'queue'}, meter, h('span', {}, `${row.waiting.toLocaleString()} waiting of ${row.queue.toLocaleString()}${share > 0.8 ? ', nearly full' : ''}`)),
    row.limits.map(limit),
    h(
      'p',
      {class: 'meta'},
      row.limits.length === 0 && 'no limit · ',
      `nothing older than ${seconds(row.max_age)}`,
      row.owed > 0 && ` · ${row.owed.toLocaleString()} owed`,
      row.failover.length > 0 && ` · then ${row.failover.join(', ')}`,
    ),
    row.reason && h('p', {class: 'detail-line'}, row.reason),
  );
}

function limit({limit: most, per, sent}) {
  const shown = Math.min(sent, most);
  return h(
    'p',
    {class: 'queue window'},
    h('meter', {min: 0, max: most, value: shown, 'aria-label': `${shown} of ${most} requests sent in the last ${seconds(per)}`}),
    h('span', {}, `${shown.toLocaleString()} of ${most.toLocaleString()} sent in the last ${seconds(per)}`),
  );
}
