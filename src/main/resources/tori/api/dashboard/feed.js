// What happens, newest first.

import {ago, byId, clock, h, link, millis, place, safeUrl, setText, span} from './dom.js';

const MAX = 200;

const WORDS = {
  'tori.product.new': ['New', 'good'],
  'tori.product.removed': ['Removed', 'quiet'],
  'tori.variant.new': ['New variant', 'good'],
  'tori.variant.removed': ['Variant removed', 'quiet'],
  'tori.variant.restocked': ['Restocked', 'good'],
  'tori.variant.sold_out': ['Sold out', 'bad'],
  'tori.variant.price_changed': ['Price', 'info'],
  'tori.store.locked': ['Store locked', 'bad'],
  'tori.store.unlocked': ['Store open', 'good'],
  'tori.incident.opened': ['Incident', 'bad'],
  'tori.incident.reminded': ['Still down', 'bad'],
  'tori.incident.closed': ['Works again', 'good'],
  'tori.heartbeat.missed': ['Push missed', 'bad'],
  'tori.heartbeat.resumed': ['Pushes again', 'good'],
  'tori.monitor.blind': ['Blind', 'bad'],
  'tori.monitor.recovered': ['Sees again', 'good'],
  'tori.notice': ['Notice', 'info'],
};

const wordOf = (type) => WORDS[type] ?? [String(type).replace(/^tori\./, ''), 'info'];

/** The letter that stands where there is no picture. */
function initial(text) {
  const letters = [...String(text).trim()];
  return letters.length === 0 ? '·' : letters[0].toUpperCase();
}

/** The same colour for the same name. */
function hue(text) {
  let sum = 0;
  for (const letter of String(text)) {
    sum = (sum * 31 + letter.codePointAt(0)) % 360;
  }
  return `h${Math.floor(sum / 45)}`;
}

const SIGNS = {good: ['✓', 'h4'], bad: ['!', 'h1'], info: ['i', 'h5'], quiet: ['–', 'h0']};

function picture(product, title, kind) {
  const [sign, shade] = product ? [initial(title), hue(title)] : SIGNS[kind];
  const tile = h('span', {class: `tile ${shade}`, 'aria-hidden': 'true'}, sign);
  const source = safeUrl(product?.image);
  if (source !== null && source.startsWith('https:')) {
    const image = h('img', {src: source, alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer', width: 44, height: 44});
    image.addEventListener('error', () => image.remove());
    tile.append(image);
  }
  return tile;
}

function price(data) {
  const variant = data.variant;
  if (!variant || variant.price === undefined || variant.price === null) {
    return null;
  }
  const currency = variant.currency ?? data.currency ?? '';
  const before = data.before?.price;
  const changed = before !== undefined && before !== null && before !== variant.price;
  return h('span', {class: 'price'}, changed && h('s', {}, String(before)), changed && ' ', `${variant.price} ${currency}`.trim());
}

function options(variant) {
  const named = Object.entries(variant?.options ?? {});
  if (named.length > 0) {
    return named.map(([name, value]) => `${name} ${value}`).join(' · ');
  }
  return variant?.title && variant.title !== 'Default Title' ? variant.title : '';
}

/** What ends what was wrong. */
const OVER = new Set(['tori.incident.closed', 'tori.heartbeat.resumed', 'tori.monitor.recovered']);

/** What is or was wrong, and how long. */
function trouble(type, data) {
  const lasted = data.incident?.duration ?? data.duration;
  const words = data.incident?.detail ?? data.detail ?? '';
  if (typeof lasted !== 'number') {
    return words;
  }
  const time = `${OVER.has(type) ? 'lasted' : 'for'} ${span(lasted * 1000)}`;
  return words === '' ? time : `${words} · ${time}`;
}

/** One event as a line; everything in it may come from a store and is text. */
export function item(event) {
  const data = event.data ?? {};
  const [word, kind] = wordOf(event.type);
  const title = data.product?.title ?? data.text ?? data.url ?? event.subject ?? '';
  const source = String(event.source ?? '').replace(/^\//, '');
  const [site, ...rest] = source.split('/');
  const where = () => (rest.length === 0 ? source : place(site, rest.join('/')));
  const time = millis(event.time);
  const target = data.variant?.cart_url ?? data.product?.url;
  const what = data.product ? options(data.variant) : trouble(event.type, data);
  const cost = price(data);
  const when = h('time', {datetime: event.time, title: clock(time)}, ago(time));
  const element = h(
    'li',
    {class: 'event', 'data-id': event.id, 'data-source': source},
    picture(data.product, title, kind),
    h(
      'div',
      {class: 'body'},
      h('p', {class: 'title'}, link(target, title === source ? where() : title)),
      (what !== '' || cost !== null) && h('p', {class: 'what'}, what, what !== '' && cost !== null && ' · ', cost),
      h('p', {class: 'meta'}, h('span', {class: `kind ${kind}`}, word), h('span', {class: 'place'}, where()), when),
    ),
  );
  return {element, when, time, words: `${word}: ${title}`};
}

export class Feed {
  constructor() {
    this.list = byId('events');
    this.items = [];
    this.known = new Set();
    this.held = [];
    this.holding = false;
    this.unsaid = 0;
    byId('pause').addEventListener('click', () => this.hold(!this.holding));
  }

  /** Takes what has happened so far, newest first; what was told meanwhile stays above it. */
  load(events) {
    const since = this.items.map((made) => made.event);
    this.list.replaceChildren();
    this.items = [];
    this.known.clear();
    const fresh = new Set(since.map((event) => event.id));
    const before = events.filter((event) => !fresh.has(event.id));
    const newestFirst = [...since, ...before].sort((a, b) => millis(b.time) - millis(a.time));
    for (const event of newestFirst.reverse()) {
      this.add(event, false);
    }
    byId('no-events').hidden = this.items.length > 0;
  }

  /** Something happened. */
  add(event, live = true) {
    if (event.id === undefined || this.known.has(event.id)) {
      return;
    }
    this.known.add(event.id);
    if (this.holding) {
      this.held.push(event);
      if (this.held.length > MAX) {
        this.held.shift();
      }
      setText(byId('pause'), `Show ${this.held.length} more`);
      return;
    }
    const made = {...item(event), event, id: event.id};
    if (live) {
      made.element.classList.add('fresh');
      this.say(made.words);
    }
    this.list.prepend(made.element);
    this.items.unshift(made);
    while (this.items.length > MAX) {
      const old = this.items.pop();
      old.element.remove();
      this.known.delete(old.id);
    }
    byId('no-events').hidden = true;
  }

  hold(holding) {
    this.holding = holding;
    byId('pause').setAttribute('aria-pressed', String(holding));
    setText(byId('pause'), holding ? 'Go on' : 'Hold');
    if (!holding) {
      const held = this.held;
      this.held = [];
      for (const event of held) {
        this.known.delete(event.id);
        this.add(event);
      }
    }
  }

  /** Told to those who listen instead of look: now and then, not each of a hundred. */
  say(words) {
    this.unsaid += 1;
    if (this.saying) {
      return;
    }
    this.saying = setTimeout(() => {
      this.saying = null;
      byId('announcer').textContent = this.unsaid === 1 ? words : `${this.unsaid} events. ${words}`;
      this.unsaid = 0;
    }, 4000);
  }

  /** A while has passed. */
  tick() {
    for (const made of this.items) {
      setText(made.when, ago(made.time));
    }
  }

  /** Those of one monitor, newest first. */
  of(key) {
    return this.items.filter((made) => made.element.dataset.source === key).map((made) => made.element.cloneNode(true));
  }
}
