// What is known of the monitors, and which of them are wanted.

import {millis} from './dom.js';

/** The worst first. */
export const STATES = ['down', 'blind', 'recovering', 'suspect', 'unknown', 'waiting', 'maintenance', 'paused', 'up'];

const noneOfEach = () => Object.fromEntries(STATES.map((state) => [state, 0]));

const RANK = Object.fromEntries(STATES.map((state, index) => [state, index]));

export const keyOf = (site, monitor) => `${site}/${monitor}`;

export class Model {
  constructor() {
    this.monitors = new Map();
    this.sites = [];
    this.types = [];
    // How many of those that were looked for last are in each state, whichever states are wanted.
    this.fitting = noneOfEach();
    this.query = {text: '', site: '', type: '', states: new Set(), sort: 'trouble'};
  }

  /** Takes a whole table; what was known of days stays. */
  load(data) {
    const at = Object.fromEntries(data.columns.map((name, index) => [name, index]));
    const before = this.monitors;
    this.monitors = new Map();
    data.rows.forEach((row, index) => {
      const site = row[at.site];
      const monitor = row[at.monitor];
      const key = keyOf(site, monitor);
      this.monitors.set(key, {
        key,
        site,
        monitor,
        type: row[at.type],
        state: row[at.state],
        since: row[at.since],
        next: row[at.next_poll],
        lag: row[at.lag_ms],
        lastGood: row[at.last_good],
        lastChange: row[at.last_change],
        result: row[at.last_result],
        trouble: row[at.trouble],
        failures: row[at.consecutive_failures],
        events: row[at.events],
        index,
        text: `${key} ${row[at.type]}`.toLowerCase(),
        days: before.get(key)?.days ?? null,
        uptime: before.get(key)?.uptime ?? null,
      });
    });
    this.sites = [...new Set(data.rows.map((row) => row[at.site]))];
    this.types = [...new Set(data.rows.map((row) => row[at.type]))].filter((type) => type !== '').sort();
  }

  /** Takes a row as the stream tells it; false for a monitor that is not known yet. */
  apply(row) {
    const known = this.monitors.get(keyOf(row.site, row.monitor));
    if (known === undefined) {
      return false;
    }
    known.state = row.state;
    known.since = millis(row.since) ?? millis(row.blind?.since);
    known.next = millis(row.next_poll);
    known.lag = row.lag_ms;
    known.lastGood = millis(row.last_good);
    known.lastChange = millis(row.last_change);
    known.result = row.last_result;
    known.trouble = row.trouble;
    known.failures = row.consecutive_failures;
    known.events = row.events;
    return true;
  }

  /** Takes the times of a poll. */
  polled(row) {
    const known = this.monitors.get(keyOf(row.site, row.monitor));
    if (known !== undefined) {
      known.next = millis(row.next_poll);
      known.lag = row.lag_ms;
    }
  }

  drop(row) {
    this.monitors.delete(keyOf(row.site, row.monitor));
  }

  /** How many are in each state, whatever is wanted. */
  counts() {
    const counts = noneOfEach();
    for (const monitor of this.monitors.values()) {
      counts[monitor.state] += 1;
    }
    return counts;
  }

  /** Tells what is looked for by text, site and type. */
  looksFor() {
    const {site, type} = this.query;
    const words = this.query.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
    return (monitor) =>
      (site === '' || monitor.site === site) && (type === '' || monitor.type === type) && words.every((word) => monitor.text.includes(word));
  }

  /** Those that fit, in the order wanted. Ten thousand take a few milliseconds. */
  wanted() {
    const {states, sort} = this.query;
    const fits = this.looksFor();
    const found = [];
    this.fitting = noneOfEach();
    for (const monitor of this.monitors.values()) {
      if (!fits(monitor)) {
        continue;
      }
      this.fitting[monitor.state] += 1;
      if (states.size === 0 || states.has(monitor.state)) {
        found.push(monitor);
      }
    }
    if (sort === 'trouble') {
      found.sort((a, b) => RANK[a.state] - RANK[b.state] || a.index - b.index);
    } else if (sort === 'name') {
      found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    }
    return found;
  }
}
