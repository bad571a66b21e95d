/** What the next recordings are transcribed with: model, language, context. Kept for next time. */
import * as api from './api.js';
import { byId } from './dom.js';
import { LANGUAGES } from './languages.js';

const KEY = 'hark.options';

let aligns = false;

/** Fills the fields and keeps what is chosen. */
export function prepareOptions() {
  LANGUAGES.forEach(([code, name]) => byId('language').append(new Option(name, code)));
  const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
  byId('language').value = kept.language ?? '';
  if (byId('language').selectedIndex < 0) {
    byId('language').value = '';
  }
  byId('context').value = kept.context ?? '';
  for (const id of ['model', 'language', 'context']) {
    byId(id).addEventListener('change', () => {
      localStorage.setItem(KEY, JSON.stringify(chosenOptions()));
      summarise();
    });
  }
  summarise();
}

/** The chosen options. */
export function chosenOptions() {
  return {
    model: byId('model').value,
    language: byId('language').value,
    context: byId('context').value.trim(),
  };
}

/** Whether the server has a model that finds the times of words. */
export function offersWordTimes() {
  return aligns;
}

/** Asks the server for its models. */
export async function loadModels() {
  const all = await api.models();
  const offered = all.filter(({ kind }) => (kind ?? 'transcription') === 'transcription');
  aligns = all.some(({ kind }) => kind === 'alignment');
  const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
  const before = byId('model').value || kept.model;
  byId('model').replaceChildren(...offered.map(({ id }) => new Option(id, id)));
  if (offered.some(({ id }) => id === before)) {
    byId('model').value = before;
  }
  byId('model').disabled = offered.length === 0;
  summarise();
}

function summarise() {
  const language = byId('language').selectedOptions[0]?.text ?? '';
  const parts = [language, byId('model').value, byId('context').value.trim() ? 'with context' : ''];
  byId('options-summary').textContent = parts.filter(Boolean).join(' · ');
}
