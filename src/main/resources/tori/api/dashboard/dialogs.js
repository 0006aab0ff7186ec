// Questions to whoever looks: name and password, a new monitor, and which keys there are.

import {h, note, placeText} from './dom.js';
import {patch, post, remove} from './api.js';

function field(label, name, attributes) {
  return h('label', {}, h('span', {}, label), h('input', {name, required: true, ...attributes}));
}

/** Shows a form; answers once it was sent and taken, or closed. */
function ask(title, parts, button, send, closable = true) {
  const wrong = h('p', {class: 'wrong', role: 'alert'});
  const go = h('button', {type: 'submit', class: 'primary'}, button);
  const form = h(
    'form',
    {method: 'dialog', novalidate: false},
    h('h2', {}, title),
    parts,
    wrong,
    h('p', {class: 'actions'}, go, closable && h('button', {type: 'button', class: 'quiet', onclick: () => dialog.close()}, 'Cancel')),
  );
  const dialog = h('dialog', {class: 'dialog', 'aria-label': title}, form);
  return new Promise((answer) => {
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      go.disabled = true;
      wrong.textContent = '';
      try {
        await send(Object.fromEntries(new FormData(form)));
        dialog.close('sent');
      } catch (refused) {
        wrong.textContent = refused.message;
        go.disabled = false;
      }
    });
    dialog.addEventListener('cancel', (event) => {
      if (!closable) {
        event.preventDefault();
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'sent');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks who is there until the server believes it. */
export function login() {
  return ask(
    'Log in to tori',
    [field('Name', 'name', {autocomplete: 'username', autofocus: true}), field('Password', 'password', {type: 'password', autocomplete: 'current-password'})],
    'Log in',
    ({name, password}) => post('/api/v1/users/login', {name, password}),
    false,
  );
}

/** Asks what is to be watched. */
export function addMonitor() {
  return ask(
    'Add a monitor',
    [
      field('Name', 'name', {maxlength: 100, autocomplete: 'off', autofocus: true}),
      field('Address', 'url', {type: 'url', placeholder: 'https://example.com/', autocomplete: 'off'}),
      field('How often', 'interval', {value: '60s', pattern: '[0-9]+(ms|s|m|h|d)', title: 'such as 30s, 5m or 1h', autocomplete: 'off'}),
    ],
    'Add',
    ({name, url, interval}) => post('/api/v1/monitors', {name, type: 'http', url, interval}),
  );
}

/** What may be done with a monitor of one's own. */
export function actionsOf(own, changed) {
  const act = async (call, words) => {
    try {
      await call();
      note(words);
      changed();
    } catch (refused) {
      note(refused.message, true);
    }
  };
  const path = `/api/v1/monitors/${encodeURIComponent(own.id)}`;
  const paused = own.enabled === false;
  return [
    h(
      'button',
      {type: 'button', onclick: () => act(() => patch(path, {enabled: paused}), paused ? 'It is watched again.' : 'It is not watched for now.')},
      paused ? 'Watch again' : 'Pause',
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'discard',
        onclick: async () => {
          if (await sure(`Remove ${placeText(own.site, own.monitor)}?`, 'It is not watched any more, and forgets what it remembers.', 'Remove')) {
            act(() => remove(path), 'Removed.');
          }
        },
      },
      'Remove',
    ),
  ];
}

function sure(title, words, button) {
  return ask(title, [h('p', {}, words)], button, async () => {});
}

const KEYS = [
  ['/', 'search'],
  ['j  k', 'next, previous monitor'],
  ['Enter', 'look at it'],
  ['Esc', 'back'],
  ['1 2 3 4', 'monitors, feed, incidents, deliveries'],
  ['p', 'hold the feed'],
  ['t', 'colours'],
  ['?', 'these keys'],
];

export function showKeys() {
  const dialog = h(
    'dialog',
    {class: 'dialog', 'aria-label': 'Keys'},
    h('h2', {}, 'Keys'),
    h('dl', {class: 'keys'}, KEYS.map(([key, words]) => h('div', {}, h('dt', {}, key.split(/\s+/).map((one) => h('kbd', {}, one))), h('dd', {}, words)))),
    h('form', {method: 'dialog', class: 'actions'}, h('button', {class: 'primary', autofocus: true}, 'Close')),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
