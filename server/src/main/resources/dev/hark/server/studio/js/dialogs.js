/** Modal dialogs and short notices. */
import { setApiKey } from './api.js';
import { byId, el, iconButton } from './dom.js';

/** Opens a dialog; it gives the focus back when it closes. */
export function openDialog(id) {
  const dialog = byId(id);
  if (!dialog.open) {
    dialog.showModal();
  }
  return dialog;
}

/** Lets buttons with `data-close`, and clicks beside a dialog, close it. */
export function prepareDialogs() {
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || event.target.closest('[data-close]')) {
        dialog.close();
      }
    });
  }
}

/** Asks for the API key; resolves to whether one was given. */
export function promptForKey(message) {
  const dialog = openDialog('key-dialog');
  byId('key-message').textContent = message || 'This server asks for an API key.';
  byId('key').value = '';
  byId('key').focus();
  return new Promise((resolve) => {
    let given = false;
    byId('key-form').onsubmit = (event) => {
      event.preventDefault();
      given = byId('key').value.trim() !== '';
      if (given) {
        setApiKey(byId('key').value.trim(), byId('key-remember').checked);
        dialog.close();
      }
    };
    dialog.onclose = () => resolve(given);
  });
}

/** Asks before something is lost; resolves to the answer. */
export function confirmLoss(title, text, action) {
  const dialog = openDialog('confirm-dialog');
  byId('confirm-title').textContent = title;
  byId('confirm-text').textContent = text;
  byId('confirm-yes').textContent = action;
  return new Promise((resolve) => {
    let answer = false;
    byId('confirm-yes').onclick = () => {
      answer = true;
      dialog.close();
    };
    dialog.onclose = () => resolve(answer);
  });
}

/** A notice that goes away by itself; failures stay until they are closed. */
export function notify(text, { failure = false, action = null } = {}) {
  const notice = el('div', { class: failure ? 'notice failure' : 'notice' }, el('span', { text }));
  if (action) {
    const button = el('button', { type: 'button', class: 'link', text: action.label });
    button.addEventListener('click', () => {
      notice.remove();
      action.run();
    });
    notice.append(button);
  }
  notice.append(iconButton('close', 'Close notice', () => notice.remove()));
  byId(failure ? 'alerts' : 'notices').append(notice);
  if (!failure) {
    setTimeout(() => notice.remove(), action ? 8000 : 4000);
  }
}
