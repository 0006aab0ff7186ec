// Puts the parts together: what is shown, what keys do, and what the stream tells.

import {byId, h, note, setText, throttle} from './dom.js';
import {Stream, get, getIfAny, onLoginNeeded, post} from './api.js';
import {Model, STATES} from './model.js';
import {List} from './list.js';
import {Feed} from './feed.js';
import {Detail} from './detail.js';
import {Incidents} from './incidents.js';
import {Deliveries} from './deliveries.js';
import {actionsOf, addMonitor, login, showKeys} from './dialogs.js';

const VIEWS = ['monitors', 'feed', 'incidents', 'deliveries'];

/** Of more monitors the times of polls are read now and then instead: they would be a stream of their own. */
const MAX_POLLS_TOLD = 2000;

const MAX_OPTIONS = 500;

const model = new Model();
const feed = new Feed();
const state = {operator: false, name: '', own: new Map(), canAdd: false, view: 'monitors'};

const list = new List(model, (key) => detail.open(key));
const detail = new Detail(model, {
  feed,
  closed: () => byId('rows').focus(),
  own: (monitor) => {
    const own = state.own.get(monitor.key);
    return own === undefined ? null : {mark: `${own.id} ${own.version}`, buttons: () => actionsOf(own, reload)};
  },
});
const incidents = new Incidents({operator: () => state.operator});
const deliveries = new Deliveries();

// ---- what is shown

const chips = new Map();
for (const word of STATES) {
  const count = h('b');
  const chip = h('button', {type: 'button', class: `chip ${word}`, 'aria-pressed': 'false', onclick: () => toggle(word)}, h('i', {class: `dot ${word}`}), h('span', {}, word), count);
  chips.set(word, {chip, count});
  byId('states').append(chip);
}

function toggle(word) {
  const {states} = model.query;
  if (!states.delete(word)) {
    states.add(word);
  }
  chips.get(word).chip.setAttribute('aria-pressed', String(states.has(word)));
  byId('rows').scrollTop = 0;
  list.refresh();
}

/** A chip says how many rows it would leave. */
function showChips() {
  const counts = model.fitting;
  for (const [word, {chip, count}] of chips) {
    setText(count, counts[word].toLocaleString());
    chip.hidden = counts[word] === 0 && !model.query.states.has(word);
  }
}

function showCounts() {
  showChips();
  const counts = model.counts();
  const wrong = counts.down + counts.blind;
  const doubtful = ['recovering', 'suspect', 'unknown', 'waiting'].find((word) => counts[word] > 0);
  const headline = byId('headline');
  if (wrong > 0) {
    setText(headline, `${wrong.toLocaleString()} in trouble`);
  } else if (doubtful !== undefined) {
    setText(headline, `${counts[doubtful].toLocaleString()} ${doubtful}`);
  } else if (model.monitors.size === counts.paused) {
    setText(headline, 'Nothing is watched');
  } else {
    setText(headline, 'All is well');
  }
  headline.className = `headline ${wrong > 0 ? 'down' : doubtful ?? 'up'}`;
  document.title = wrong > 0 ? `(${wrong}) tori` : 'tori';
}

const refresh = throttle(250, () => {
  list.refresh();
  showCounts();
  detail.fill();
});

function options(select, values, all) {
  const chosen = select.value;
  select.replaceChildren(h('option', {value: ''}, all), ...values.slice(0, MAX_OPTIONS).map((value) => h('option', {value}, value)));
  select.value = values.includes(chosen) ? chosen : '';
}

function show(view) {
  state.view = view;
  document.body.dataset.view = view;
  for (const one of document.querySelectorAll('nav a')) {
    if (one.dataset.view === view) {
      one.setAttribute('aria-current', 'page');
    } else {
      one.removeAttribute('aria-current');
    }
  }
  if (view === 'deliveries') {
    deliveries.refresh();
  }
  if (view === 'monitors') {
    list.frame();
  }
}

function route() {
  const [view, id] = location.hash.replace(/^#/, '').split('/');
  show(VIEWS.includes(view) ? view : 'monitors');
  if (view === 'incidents') {
    if (id) {
      incidents.show(decodeURIComponent(id));
    } else {
      incidents.list();
    }
  }
}

// ---- what is known

async function loadTable() {
  const data = await get('/api/v1/status/table');
  model.load(data);
  state.operator = data.operator;
  state.name = data.name;
  byId('logout').hidden = data.name === '';
  byId('deliveries-link').hidden = !data.operator;
  options(byId('site'), model.sites, 'all sites');
  options(byId('type'), model.types, 'all types');
  list.refresh();
  showCounts();
  detail.fill();
}

/** Those that were added here, and not by config.yaml: they come last. */
async function loadOwn() {
  const path = '/api/v1/monitors?limit=';
  const first = await getIfAny(`${path}1`).catch(() => null);
  state.canAdd = first !== null;
  byId('add-monitor').hidden = !state.canAdd;
  if (first === null) {
    return;
  }
  const last = await getIfAny(`${path}500&offset=${Math.max(0, first.total - 500)}`).catch(() => null);
  const added = (last?.monitors ?? []).filter((own) => own.source === 'api');
  state.own = new Map(added.map((own) => [`${own.site}/${own.monitor}`, own]));
  detail.act();
}

async function reload() {
  try {
    await Promise.all([loadTable(), loadOwn()]);
  } catch (refused) {
    note(refused.message, true);
  }
}

async function loadEvents() {
  const data = await get('/api/v1/events?limit=100').catch(() => ({events: []}));
  feed.load(data.events);
}

const later = throttle(1000, reload);
const laterIncidents = throttle(1000, () => incidents.refresh());
const laterDeliveries = throttle(1000, () => deliveries.refresh());

let told = false;

const stream = new Stream({
  open: async () => {
    live('live', 'live');
    // What happened since the last look and before this moment is told by nobody.
    later();
    laterIncidents();
    if (!told) {
      told = true;
      loadEvents();
    }
  },
  lost: () => live('lost', 'reconnecting'),
  event: (event) => {
    feed.add(event);
    if (/^tori\.(incident|heartbeat)\./.test(event.type)) {
      laterIncidents();
    }
    if (state.view === 'deliveries') {
      laterDeliveries();
    }
  },
  state: (row) => {
    if (!model.apply(row)) {
      later();
    }
    refresh();
    // Of many that open or close together, one message tells, and no event of their own comes.
    laterIncidents();
  },
  removed: (row) => {
    model.drop(row);
    refresh();
  },
  polls: (data) => {
    data.monitors.forEach((row) => model.polled(row));
  },
  skipped: () => {
    later();
    laterIncidents();
  },
});

function live(kind, words) {
  const element = byId('live');
  element.className = `live ${kind}`;
  setText(element.querySelector('span'), words);
}

let asking = false;
onLoginNeeded(async () => {
  if (asking) {
    return;
  }
  asking = true;
  stream.stop();
  live('lost', 'logged out');
  await login();
  asking = false;
  start();
});

async function start() {
  try {
    await loadTable();
  } catch (refused) {
    if (refused.status !== 401) {
      note(refused.message, true);
      live('lost', 'no answer');
      setTimeout(start, 3000);
    }
    return;
  }
  stream.start(model.monitors.size <= MAX_POLLS_TOLD);
  await Promise.all([loadEvents(), loadOwn(), incidents.refresh(), state.operator ? deliveries.refresh() : null]);
  route();
}

// ---- colours

const THEMES = ['auto', 'light', 'dark'];
const dark = matchMedia('(prefers-color-scheme: dark)');

function theme(name) {
  if (name === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = name;
  }
  byId('theme').setAttribute('aria-label', `Colours: ${name === 'auto' ? 'as the system' : name}`);
  try {
    localStorage.setItem('tori-theme', name);
  } catch {
    // Not remembered, then.
  }
  list.repaint();
  if (detail.key !== null) {
    detail.open(detail.key);
  }
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? 'auto';
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

dark.addEventListener('change', () => theme(document.documentElement.dataset.theme ?? 'auto'));
try {
  const remembered = localStorage.getItem('tori-theme');
  if (THEMES.includes(remembered) && remembered !== 'auto') {
    document.documentElement.dataset.theme = remembered;
  }
} catch {
  // Not remembered, then.
}

// ---- what people do

const search = byId('search');
function look() {
  model.query.text = search.value;
  byId('rows').scrollTop = 0;
  list.refresh();
  showChips();
}
search.addEventListener('input', look);
for (const name of ['site', 'type', 'sort']) {
  byId(name).addEventListener('change', (event) => {
    model.query[name] = event.target.value;
    look();
  });
}
byId('theme').addEventListener('click', nextTheme);
byId('help').addEventListener('click', showKeys);
byId('add-monitor').addEventListener('click', async () => {
  if (await addMonitor()) {
    note('It is watched from now on.');
    reload();
  }
});
byId('logout').addEventListener('click', async () => {
  await post('/api/v1/users/logout').catch(() => null);
  location.reload();
});
window.addEventListener('hashchange', route);

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) {
    return;
  }
  const writing = event.target.closest('input, select, textarea') !== null;
  if (event.key === 'Escape') {
    if (detail.key !== null) {
      detail.close();
    } else if (search.value !== '' || writing) {
      search.value = '';
      look();
      byId('rows').focus();
    }
    return;
  }
  if (writing) {
    if (event.target === search && (event.key === 'Enter' || event.key === 'ArrowDown')) {
      event.preventDefault();
      byId('rows').focus();
      list.move(0);
    }
    return;
  }
  const act = actions[event.key];
  if (act !== undefined && act(event) !== false) {
    event.preventDefault();
  }
}

const goTo = (view) => () => {
  if (view === 'deliveries' && !state.operator) {
    return false;
  }
  location.hash = view;
  return true;
};

const onList = (call) => (event) => {
  if (state.view !== 'monitors' || (event.target.closest('button, a') !== null && event.key.length > 1)) {
    return false;
  }
  call();
  return true;
};

const page = () => Math.max(1, Math.floor(byId('rows').clientHeight / list.height()) - 1);

const actions = {
  '/': () => {
    location.hash = 'monitors';
    search.focus();
    search.select();
  },
  j: onList(() => list.move(1)),
  k: onList(() => list.move(-1)),
  ArrowDown: onList(() => list.move(1)),
  ArrowUp: onList(() => list.move(-1)),
  PageDown: onList(() => list.move(page())),
  PageUp: onList(() => list.move(-page())),
  Home: onList(() => list.move(-Infinity)),
  End: onList(() => list.move(Infinity)),
  Enter: onList(() => list.selected !== null && detail.open(list.selected)),
  1: goTo('monitors'),
  2: goTo('feed'),
  3: goTo('incidents'),
  4: goTo('deliveries'),
  p: () => feed.hold(!feed.holding),
  t: nextTheme,
  '?': showKeys,
};
document.addEventListener('keydown', key);

// ---- time passes

setInterval(() => {
  if (document.hidden) {
    return;
  }
  list.frame();
  detail.fill();
  feed.tick();
}, 1000);
setInterval(() => {
  if (!document.hidden && model.monitors.size > MAX_POLLS_TOLD) {
    later();
  }
  if (!document.hidden && state.view === 'deliveries') {
    deliveries.refresh();
  }
}, 15000);
setInterval(() => !document.hidden && list.forgetDays(), 10 * 60000);

show('monitors');
start();
