/**
 * A transcript on the page: paragraphs of words that play when clicked, light up while spoken, and
 * can be edited in place.
 */
import { byId, el, icon, reducedMotion } from './dom.js';
import { clock, spokenTime } from './format.js';
import { hasConfidence, textOf, withText } from './transcript.js';

const UNSURE = 0.8;
const VERY_UNSURE = 0.5;
const STATUS_NOTES = {
  no_speech: 'No speech',
  truncated: 'This part may be incomplete',
  recovered: 'This part needed a second attempt',
};

/** Shows one transcript; `play` events carry seconds, `edited` events the changed transcript. */
export class TranscriptView extends EventTarget {
  #root = byId('transcript');
  #transcript = null;
  #words = [];
  #times = [];
  #current = null;
  #editing = false;
  #lastScroll = 0;

  constructor() {
    super();
    this.#root.addEventListener('click', (event) => this.#click(event));
    this.#root.addEventListener('dblclick', (event) => this.#doubleClick(event));
    this.#root.addEventListener('keydown', (event) => this.#key(event));
    this.#root.addEventListener('focusout', (event) => this.#leave(event));
    this.#root.addEventListener('beforeinput', (event) => this.#flatten(event));
    this.#root.addEventListener('paste', (event) => this.#paste(event));
    for (const gesture of ['wheel', 'touchmove']) {
      this.#root.parentElement.addEventListener(gesture, () => (this.#lastScroll = Date.now()), { passive: true });
    }
  }

  /** Shows a transcript, or what there is of it so far. */
  show(transcript, { unfinished = false } = {}) {
    this.#transcript = transcript;
    this.#root.replaceChildren(...transcript.segments.map((segment, i) => this.#paragraph(segment, i)));
    this.#root.classList.toggle('unfinished', unfinished);
    this.#root.classList.toggle('confidence', hasConfidence(transcript));
    this.#collect();
    this.#applyEditing();
  }

  /** Clears the page. */
  clear() {
    this.#transcript = null;
    this.#root.replaceChildren();
    this.#words = [];
    this.#times = [];
    this.#current = null;
  }

  /** Whether clicks place the caret instead of playing. */
  get editing() {
    return this.#editing;
  }

  set editing(on) {
    this.#commitFocused();
    this.#editing = on && this.#transcript !== null;
    this.#applyEditing();
  }

  /** The text element of a segment. */
  textElement(index) {
    return this.#root.children[index]?.querySelector('.segment-text');
  }

  /** Lights up the word at a time, and keeps it in sight while playing. */
  setTime(seconds, playing) {
    const index = lastAtOrBefore(this.#times, seconds);
    const word = index >= 0 ? this.#words[index] : null;
    const spoken = word && seconds < Number(word.dataset.end) + 0.25 ? word : null;
    if (spoken === this.#current) {
      return;
    }
    this.#current?.classList.remove('now');
    this.#current = spoken;
    spoken?.classList.add('now');
    if (spoken && playing && !this.#editing && Date.now() - this.#lastScroll > 4000) {
      this.#keepInSight(spoken);
    }
  }

  /** Start of the word before or after a time, or undefined at the ends. */
  neighbour(seconds, steps) {
    const at = lastAtOrBefore(this.#times, seconds + 0.01);
    return this.#times[Math.max(0, Math.min(this.#times.length - 1, at + steps))];
  }

  #paragraph(segment, index) {
    const stamp = el(
      'button',
      {
        type: 'button',
        class: 'stamp',
        'data-start': segment.start,
        'aria-label': `Play from ${spokenTime(segment.start)}`,
        title: 'Play from here',
      },
      clock(segment.start),
    );
    const text = el('p', { class: 'segment-text', dir: 'auto' });
    this.#fill(text, segment);
    const row = el('div', { class: 'segment', 'data-index': index }, stamp, text);
    const note = STATUS_NOTES[segment.status];
    if (note) {
      row.classList.add(segment.status === 'no_speech' ? 'quiet' : 'doubtful');
      row.append(el('span', { class: 'segment-note' }, icon('info'), note));
    }
    return row;
  }

  #fill(text, segment) {
    const words = segment.tokens.flatMap((token) => {
      const sure = token.confidence ?? 1;
      const doubt = sure < VERY_UNSURE ? ' very-unsure' : sure < UNSURE ? ' unsure' : '';
      const [, before, label, after] = /^(\s*)(.*?)(\s*)$/su.exec(token.text);
      const word = el('span', {
        class: `word${doubt}`,
        'data-start': token.start,
        'data-end': token.end,
        title: token.confidence === undefined ? null : `${Math.round(token.confidence * 100)} % sure`,
        text: label,
      });
      return [before, word, after];
    });
    text.replaceChildren(...words);
  }

  #collect() {
    this.#words = [...this.#root.querySelectorAll('.word')];
    this.#times = this.#words.map((word) => Number(word.dataset.start));
    this.#current = null;
  }

  #applyEditing() {
    this.#root.classList.toggle('editing', this.#editing);
    for (const row of this.#root.children) {
      const text = row.querySelector('.segment-text');
      if (this.#editing) {
        text.contentEditable = 'plaintext-only';
        if (text.contentEditable !== 'plaintext-only') {
          text.contentEditable = 'true';
        }
        text.setAttribute('role', 'textbox');
        text.setAttribute('aria-multiline', 'true');
        text.setAttribute('aria-label', `Text from ${row.querySelector('.stamp').textContent}`);
        text.spellcheck = true;
      } else {
        ['contenteditable', 'role', 'aria-multiline', 'aria-label', 'spellcheck'].forEach((name) =>
          text.removeAttribute(name),
        );
      }
    }
  }

  #click(event) {
    const place = event.target.closest('.stamp, .word');
    const wanted = place && (place.classList.contains('stamp') || !this.#editing || event.altKey);
    if (wanted && !getSelection().toString()) {
      this.dispatchEvent(new CustomEvent('play', { detail: Number(place.dataset.start) }));
    }
  }

  #doubleClick(event) {
    const text = event.target.closest('.segment-text');
    if (text && !this.#editing && !this.#root.classList.contains('unfinished')) {
      this.dispatchEvent(new CustomEvent('wish-to-edit'));
      text.focus();
    }
  }

  /** Enter ends the paragraph's edit and goes to the next; Escape takes it back. */
  #key(event) {
    const text = event.target.closest('.segment-text');
    if (!text || !this.#editing) {
      return;
    }
    const index = Number(text.parentElement.dataset.index);
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      const next = this.textElement(index + 1);
      next ? next.focus() : text.blur();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.#fill(text, this.#transcript.segments[index]);
      this.#collect();
      text.blur();
      this.dispatchEvent(new CustomEvent('edit-ended'));
    }
  }

  /**
   * A paragraph that is typed in becomes plain text. Browsers give what replaces a coloured word its
   * look, by a style attribute, which the content security policy forbids.
   */
  #flatten(event) {
    const text = event.target.closest('.segment-text');
    if (!this.#editing || !text || text.childElementCount === 0) {
      return;
    }
    const selection = getSelection();
    const [from, to] = [
      offsetIn(text, selection.anchorNode, selection.anchorOffset),
      offsetIn(text, selection.focusNode, selection.focusOffset),
    ];
    const plain = document.createTextNode(text.textContent);
    text.replaceChildren(plain);
    selection.setBaseAndExtent(plain, from, plain, to);
  }

  /** Browsers without plaintext-only would paste markup. */
  #paste(event) {
    if (this.#editing) {
      event.preventDefault();
      document.execCommand('insertText', false, event.clipboardData.getData('text/plain').replace(/\s+/gu, ' '));
    }
  }

  #leave(event) {
    const text = event.target.closest('.segment-text');
    if (text && this.#editing) {
      this.#commit(text);
    }
  }

  #commitFocused() {
    const text = document.activeElement?.closest('.segment-text');
    if (text && this.#editing && this.#root.contains(text)) {
      this.#commit(text);
    }
  }

  #commit(text) {
    const index = Number(text.parentElement.dataset.index);
    const before = this.#transcript.segments[index];
    const typed = text.textContent.replace(/\s+/gu, ' ').trim();
    if (before === undefined) {
      return;
    }
    if (typed === textOf(before).trim()) {
      if (text.childElementCount === 0) {
        this.#fill(text, before);
        this.#collect();
      }
      return;
    }
    const transcript = withText(this.#transcript, index, typed);
    this.#transcript = transcript;
    this.#fill(text, transcript.segments[index]);
    this.#collect();
    this.dispatchEvent(new CustomEvent('edited', { detail: transcript }));
  }

  #keepInSight(word) {
    const box = word.getBoundingClientRect();
    const view = this.#root.parentElement.getBoundingClientRect();
    if (box.top < view.top + 60 || box.bottom > view.bottom - 60) {
      word.scrollIntoView({ block: 'center', behavior: reducedMotion() ? 'auto' : 'smooth' });
    }
  }
}

/** How many characters of an element stand before a place in it. */
function offsetIn(element, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  if (!element.contains(node)) {
    return range.toString().length;
  }
  range.setEnd(node, offset);
  return range.toString().length;
}

/** Index of the last value that is at most `wanted`, -1 if none; values ascend. */
function lastAtOrBefore(values, wanted) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
