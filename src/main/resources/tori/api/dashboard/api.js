// Asks the server. Everything it answers is data, never markup.

import {serverTime} from './dom.js';

/** What the server refused, with the sentence it gave. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let whoMustLogIn = () => {};

/** Called when the server wants to know who asks. */
export function onLoginNeeded(call) {
  whoMustLogIn = call;
}

async function ask(method, path, body) {
  const request = {method, headers: {Accept: 'application/json'}, credentials: 'same-origin', cache: 'no-store'};
  if (method !== 'GET') {
    // Also without a body: no page of another site can say so of what it makes a browser send.
    request.headers['Content-Type'] = 'application/json';
  }
  if (body !== undefined) {
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Refused(0, 'tori does not answer');
  }
  serverTime(response.headers.get('Date'));
  let envelope = null;
  try {
    envelope = await response.json();
  } catch {
    // Some answers have no body.
  }
  if (!response.ok || (envelope !== null && envelope.success === false)) {
    const reasons = envelope?.error?.reasons ?? [];
    const message = [envelope?.error?.message ?? `tori answered ${response.status}`, ...reasons].join('\n');
    if (response.status === 401 && !path.startsWith('/api/v1/users/')) {
      whoMustLogIn();
    }
    throw new Refused(response.status, message);
  }
  return envelope?.data ?? {};
}

export const get = (path) => ask('GET', path);
export const post = (path, body) => ask('POST', path, body);
export const patch = (path, body) => ask('PATCH', path, body);
export const remove = (path) => ask('DELETE', path);

/** The same, null where the server has no such thing or does not show it. */
export async function getIfAny(path) {
  try {
    return await get(path);
  } catch (refused) {
    if (refused instanceof Refused && [403, 404, 405].includes(refused.status)) {
      return null;
    }
    throw refused;
  }
}

/**
 * What happens, as it happens. Comes back by itself when the connection is lost.
 *
 * @param {{open: Function, lost: Function, event: Function, state: Function, removed: Function, polls: Function, skipped: Function}} told
 */
export class Stream {
  constructor(told) {
    this.told = told;
    this.wait = 1000;
    this.source = null;
    this.polls = false;
  }

  start(polls) {
    this.stop();
    this.polls = polls;
    const source = new EventSource(`/api/v1/stream${polls ? '?polls=true' : ''}`);
    this.source = source;
    source.addEventListener('open', () => {
      this.wait = 1000;
      this.told.open();
    });
    source.addEventListener('error', () => {
      this.told.lost();
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        // The server refused: it may be stopping, or somebody must log in.
        this.again = setTimeout(() => this.start(this.polls), this.wait);
        this.wait = Math.min(30000, this.wait * 2);
      }
    });
    for (const name of ['event', 'state', 'removed', 'polls', 'skipped']) {
      source.addEventListener(name, (message) => this.told[name](JSON.parse(message.data)));
    }
  }

  stop() {
    clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  }
}
