// Builds what is seen. Text from outside becomes text nodes only: nothing here parses HTML.

/** An element with attributes, listeners (onclick and so on) and children; null children are left out. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key === 'class') {
      element.className = value;
    } else if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      add(element, child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

/** Puts these in the place of what an element has in it; null and false are left out. */
export function refill(element, ...children) {
  element.replaceChildren();
  add(element, children);
}

export const byId = (id) => document.getElementById(id);

/** Changes a text only where it differs, so that nothing is laid out again for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** The address if a browser may follow it; null for anything but http and https. */
export function safeUrl(text) {
  if (typeof text !== 'string') {
    return null;
  }
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** A link, or the words alone where there is nothing to link to. */
export function link(url, ...words) {
  const safe = safeUrl(url);
  return safe === null
    ? h('span', {}, ...words)
    : h('a', {href: safe, target: '_blank', rel: 'noopener noreferrer'}, ...words);
}

/**
 * Where something is, as site and monitor: a name in whatever writing changes neither the order of the
 * two nor the words around it.
 */
export function place(site, monitor) {
  return [h('bdi', {}, site), '/', h('bdi', {}, monitor)];
}

/** The same where there is only text. */
export const placeText = (site, monitor) => `\u2068${site}\u2069/\u2068${monitor}\u2069`;

let skew = 0;

/** The server's clock, as far as its answers tell. */
export const now = () => Date.now() + skew;

export function serverTime(header) {
  const there = Date.parse(header ?? '');
  if (!Number.isNaN(there)) {
    const difference = there - Date.now();
    skew = Math.abs(difference) > 3000 ? difference : 0;
  }
}

/** A time in milliseconds, from a number or a text; null if there is none. */
export function millis(time) {
  if (time === null || time === undefined) {
    return null;
  }
  const value = typeof time === 'number' ? time : Date.parse(time);
  return Number.isNaN(value) ? null : value;
}

/** 45 s, 12 min, 3 h, 9 days */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

export const ago = (time) => (time === null ? '–' : `${span(now() - time)} ago`);

const CLOCK = new Intl.DateTimeFormat([], {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const DATE = new Intl.DateTimeFormat([], {dateStyle: 'medium', timeStyle: 'medium'});

export const clock = (time) => (time === null ? '–' : CLOCK.format(time));
export const date = (time) => (time === null ? '–' : DATE.format(time));

/** Rounded down: what is not all of it does not read as if it were. */
export function percent(share) {
  if (share === null || share === undefined) {
    return '–';
  }
  const hundredths = Math.floor(share * 10000 + 1e-6);
  return hundredths >= 10000 ? '100 %' : `${(hundredths / 100).toFixed(2)} %`;
}

/** The colour a custom property stands for now, as canvases need it. */
export function colour(name) {
  const probe = h('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Says something for a moment at the edge of the window. */
export function note(text, bad = false) {
  const line = h('p', {class: bad ? 'note bad' : 'note'}, text);
  byId('notes').append(line);
  setTimeout(() => line.remove(), bad ? 9000 : 4000);
}

/** Calls at most once in so many milliseconds, the last time included. */
export function throttle(ms, call) {
  let timer = null;
  let last = 0;
  return () => {
    if (timer === null) {
      timer = setTimeout(() => {
        timer = null;
        last = performance.now();
        call();
      }, Math.max(0, last + ms - performance.now()));
    }
  };
}
