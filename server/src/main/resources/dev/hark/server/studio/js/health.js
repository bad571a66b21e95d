/** The badge that says whether the server can be reached. */
import * as api from './api.js';
import { byId } from './dom.js';

const EVERY_MS = 10_000;
const TEXTS = {
  ready: ['Ready', 'The server is ready'],
  busy: ['Starting', 'The server is starting or stopping; recordings wait'],
  offline: ['Offline', 'The server cannot be reached; recordings wait'],
};

/** Watches the server; `onReady` is called whenever it comes back. */
export function watchHealth(onReady) {
  let state = null;
  let timer = 0;
  const look = async () => {
    clearTimeout(timer);
    const now = await api.health();
    if (now !== state) {
      const badge = byId('health');
      badge.dataset.state = now;
      byId('health-text').textContent = TEXTS[now][0];
      badge.title = TEXTS[now][1];
      if (now === 'ready') {
        onReady();
      }
      state = now;
    }
    timer = setTimeout(look, now === 'ready' ? EVERY_MS : EVERY_MS / 4);
  };
  addEventListener('online', look);
  addEventListener('offline', look);
  document.addEventListener('visibilitychange', () => document.hidden || look());
  look();
}
