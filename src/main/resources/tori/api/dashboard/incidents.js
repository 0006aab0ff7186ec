// What did not work, what happened meanwhile, and who knows of it.

import {byId, clock, date, h, millis, note, placeText, refill, span} from './dom.js';
import {get, post} from './api.js';

const PAGE = 50;

/** As many as the server gives at once. */
const MAX_PAGE = 500;

/** Incidents that go on, or those that are over: the newest of them, and how many there are. */
class Shelf {
  constructor(state) {
    this.state = state;
    this.rows = [];
    this.total = 0;
    this.wanted = PAGE;
  }

  /** Reads them anew, as many as were wanted so far. */
  async read() {
    const found = new Map();
    let total = 0;
    for (let offset = 0; offset < this.wanted; offset += MAX_PAGE) {
      const limit = Math.min(MAX_PAGE, this.wanted - offset);
      const data = await get(`/api/v1/incidents?state=${this.state}&limit=${limit}&offset=${offset}`);
      data.incidents.forEach((one) => found.set(one.id, one));
      total = data.total;
      if (data.incidents.length < limit) {
        break;
      }
    }
    this.rows = [...found.values()];
    this.total = total;
  }
}

export class Incidents {
  /** @param {{operator: Function}} parts */
  constructor(parts) {
    this.parts = parts;
    this.element = byId('incidents');
    this.open = new Shelf('open');
    this.closed = new Shelf('closed');
    this.expanded = null;
    // The steps of the one expanded, as drawn last: shown until they are read anew.
    this.steps = {id: null, list: null};
    // One that a link leads to, and that is not among the newest.
    this.linked = null;
    this.pressed = false;
    this.stale = false;
    this.ending = null;
    this.element.addEventListener('pointerdown', (event) => {
      clearTimeout(this.ending);
      // The end of a press on the list's own scrollbar is told to nobody.
      this.pressed = event.button === 0 && event.target.closest('button') !== null;
    });
    // What a click does is drawn at once.
    this.element.addEventListener('click', () => (this.pressed = false), {capture: true});
    // A menu or another window may take the end of a press for itself.
    ['pointerup', 'pointercancel', 'contextmenu', 'blur'].forEach((end) => window.addEventListener(end, (event) => this.letGo(event)));
  }

  /** Draws what waited for the end of a press, behind the click that comes of it: a finger's comes later. */
  letGo(event) {
    clearTimeout(this.ending);
    this.ending = setTimeout(
      () => {
        this.pressed = false;
        if (this.stale) {
          this.render();
        }
      },
      event.pointerType === 'touch' ? 400 : 0,
    );
  }

  /** Shows them all, and none in particular. */
  list() {
    this.linked = null;
    return this.refresh();
  }

  async refresh() {
    try {
      await Promise.all([this.open.read(), this.closed.read()]);
    } catch (refused) {
      note(refused.message, true);
      return;
    }
    const badge = byId('incident-count');
    badge.hidden = this.open.total === 0;
    badge.textContent = this.open.total.toLocaleString();
    this.render();
  }

  render() {
    // A press whose element is replaced or moved before the button is let go becomes no click.
    this.stale = this.pressed;
    if (this.stale) {
      return;
    }
    const {open, closed, linked} = this;
    const elsewhere = linked !== null && !this.has(linked.id);
    const focused = this.element.contains(document.activeElement) ? document.activeElement.id : '';
    refill(
      this.element,
      elsewhere && h('h2', {}, 'Looked at'),
      elsewhere && h('ul', {class: 'cards'}, this.card(linked)),
      this.heading('Open', open),
      open.total === 0 ? h('p', {class: 'empty calm'}, 'No incident is open.') : h('ul', {class: 'cards'}, open.rows.map((one) => this.card(one))),
      this.rest(open, 'open'),
      closed.total > 0 && this.heading('Over', closed),
      closed.total > 0 && h('ul', {class: 'cards'}, closed.rows.map((one) => this.card(one))),
      this.rest(closed, 'over'),
    );
    if (focused !== '') {
      byId(focused)?.focus({preventScroll: true});
    }
  }

  has(id) {
    return this.open.rows.some((one) => one.id === id) || this.closed.rows.some((one) => one.id === id);
  }

  heading(words, shelf) {
    return h('h2', {}, words, shelf.total > 0 && h('span', {class: 'total'}, shelf.total.toLocaleString()));
  }

  rest(shelf, words) {
    const more = Math.min(PAGE, shelf.total - shelf.rows.length);
    return (
      more > 0 &&
      h(
        'button',
        {type: 'button', id: `more-${shelf.state}`, class: `more ${shelf.state}`, onclick: () => this.more(shelf)},
        `Show ${more} more of the ${shelf.total.toLocaleString()} that are ${words}`,
      )
    );
  }

  async more(shelf) {
    shelf.wanted = shelf.rows.length + PAGE;
    await this.refresh();
  }

  card(one) {
    const open = one.state === 'open';
    const shown = this.expanded === one.id;
    const timeline = h('div', {class: 'timeline', id: `timeline-${one.id}`, hidden: !shown}, shown && this.steps.id === one.id && this.steps.list);
    const toggle = h(
      'button',
      {
        type: 'button',
        id: `head-${one.id}`,
        class: 'card-head',
        'aria-expanded': String(shown),
        'aria-controls': `timeline-${one.id}`,
        onclick: () => this.toggle(one.id),
      },
      h('span', {class: `dot ${open ? 'down' : 'up'}`}),
      h('span', {class: 'who'}, h('span', {class: 'name', dir: 'auto'}, one.monitor), h('span', {class: 'site', dir: 'auto'}, one.site)),
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
        one.reminders > 0 && ` · ${one.reminders} ${one.reminders === 1 ? 'reminder' : 'reminders'}`,
        one.acknowledged_at && ` · acknowledged ${date(millis(one.acknowledged_at))}`,
      ),
      open &&
        !one.acknowledged_at &&
        this.parts.operator() &&
        h(
          'button',
          {type: 'button', id: `acknowledge-${one.id}`, class: 'primary acknowledge', onclick: (event) => this.acknowledge(one, event.currentTarget)},
          'Acknowledge',
        ),
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
    if (!this.has(id)) {
      try {
        this.linked = await get(`/api/v1/incidents/${encodeURIComponent(id)}`);
      } catch (refused) {
        note(refused.message, true);
      }
      this.render();
    }
    this.element.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({block: 'center'});
  }

  async loadTimeline(one, element) {
    try {
      const data = await get(`/api/v1/incidents/${one.id}`);
      const list = h(
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
      );
      if (this.expanded !== one.id || !element.isConnected) {
        return;
      }
      this.steps = {id: one.id, list};
      if (this.pressed) {
        this.stale = true;
      } else {
        element.replaceChildren(list);
      }
    } catch (refused) {
      element.textContent = refused.message;
    }
  }

  async acknowledge(one, button) {
    button.disabled = true;
    try {
      await post(`/api/v1/incidents/${one.id}/acknowledge`);
      // The monitor takes note with its next check.
      const now = new Date().toISOString();
      // It may have been read anew since it was drawn.
      [one, this.linked, ...this.open.rows].filter((row) => row?.id === one.id).forEach((row) => (row.acknowledged_at = now));
      note(`Nobody is reminded of ${placeText(one.site, one.monitor)} any more.`);
      this.render();
    } catch (refused) {
      note(refused.message, true);
      button.disabled = false;
    }
  }
}
