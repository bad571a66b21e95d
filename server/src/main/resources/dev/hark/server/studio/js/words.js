/**
 * The words of a text and when they were spoken. A text is cut into tokens
 * `{text, start, end, confidence?}` which, joined, are the text again: trailing blanks and
 * punctuation belong to the token before them.
 */

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: 'word' }) : null;

/** Cuts a text into words; scripts without blanks are cut by the browser's dictionary. */
export function splitWords(text) {
  const words = [];
  for (const chunk of text.match(/\s*\S+\s*/gu) ?? []) {
    if (!segmenter || !UNSPACED.test(chunk)) {
      words.push(chunk);
      continue;
    }
    let pending = '';
    for (const { segment, isWordLike } of segmenter.segment(chunk)) {
      if (isWordLike && pending) {
        words.push(pending);
        pending = '';
      }
      pending += segment;
    }
    if (pending) {
      words.push(pending);
    }
  }
  return words;
}

/** Lower case that keeps the places of all characters. */
export function fold(text) {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
}

/** The letters by which two spellings of a word are compared. */
function bare(word) {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Tokens of a text that lies between two times. `timed` are words `{word, start, end,
 * confidence?}` in order; words without a time share the room between their neighbours.
 */
export function timeWords(text, start, end, timed = []) {
  const lower = fold(text);
  const places = [];
  let at = 0;
  for (const word of timed) {
    const label = fold(word.word.trim());
    const from = label === '' ? -1 : lower.indexOf(label, at);
    if (from >= 0 && from - at <= 120) {
      places.push({ ...word, from, to: from + label.length });
      at = from + label.length;
    }
  }
  const tokens = [];
  let offset = 0;
  let next = 0;
  for (const piece of splitWords(text)) {
    const token = { text: piece };
    const stop = offset + piece.length;
    while (next < places.length && places[next].from < stop) {
      const place = places[next];
      token.start ??= place.start;
      token.end = place.end;
      if (typeof place.confidence === 'number') {
        token.confidence = Math.min(token.confidence ?? 1, place.confidence);
      }
      next += 1;
    }
    tokens.push(token);
    offset = stop;
  }
  return fillTimes(tokens, start, end);
}

/** Gives tokens without a time their share of the room between the ones that have one. */
function fillTimes(tokens, start, end) {
  let from = start;
  for (let i = 0; i < tokens.length; i += 1) {
    if (tokens[i].start !== undefined) {
      from = tokens[i].end;
      continue;
    }
    let stop = i;
    let letters = 0;
    while (stop < tokens.length && tokens[stop].start === undefined) {
      letters += tokens[stop].text.length;
      stop += 1;
    }
    const until = Math.max(from, stop < tokens.length ? tokens[stop].start : end);
    const perLetter = (until - from) / Math.max(1, letters);
    for (; i < stop; i += 1) {
      tokens[i].start = from;
      from += perLetter * tokens[i].text.length;
      tokens[i].end = from;
    }
    i -= 1;
  }
  return tokens;
}

/**
 * Tokens of an edited text: words that are still there keep their times, new ones share the room
 * between. A word that was changed loses its confidence, because a person has looked at it.
 */
export function retime(before, text, start, end) {
  const pieces = splitWords(text);
  const tokens = pieces.map((piece) => ({ text: piece }));
  for (const [i, j] of commonWords(before.map((token) => bare(token.text)), pieces.map(bare))) {
    tokens[j] = { ...before[i], text: pieces[j] };
  }
  return fillTimes(tokens, start, end);
}

/** Pairs of equal words of a longest common subsequence. */
function commonWords(a, b) {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail += 1;
  }
  const rows = a.length - head - tail;
  const columns = b.length - head - tail;
  const pairs = Array.from({ length: head }, (_, i) => [i, i]);
  if (rows * columns <= 4_000_000) {
    const width = columns + 1;
    const longest = new Uint16Array((rows + 1) * width);
    for (let i = rows - 1; i >= 0; i -= 1) {
      for (let j = columns - 1; j >= 0; j -= 1) {
        longest[i * width + j] =
          a[head + i] === b[head + j]
            ? longest[(i + 1) * width + j + 1] + 1
            : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns; ) {
      if (a[head + i] === b[head + j]) {
        pairs.push([head + i, head + j]);
        i += 1;
        j += 1;
      } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
        i += 1;
      } else {
        j += 1;
      }
    }
  }
  for (let i = tail; i > 0; i -= 1) {
    pairs.push([a.length - i, b.length - i]);
  }
  return pairs;
}

/**
 * Words with the least probability among what they are made of: `parts` are `{text, probability}`
 * in order, which together are the text but for blanks. Parts without a letter or digit do not count.
 */
export function withConfidence(tokens, parts) {
  let seen = 0;
  let written = 0;
  let next = 0;
  return tokens.map((token) => {
    seen += visible(token.text);
    let least = token.confidence;
    while (next < parts.length && written < seen) {
      const part = parts[next];
      if (bare(part.text) !== '') {
        least = Math.min(least ?? 1, part.probability);
      }
      written += visible(part.text);
      next += 1;
    }
    return least === undefined ? token : { ...token, confidence: least };
  });
}

/** How many characters of a text are not blank. */
function visible(text) {
  return text.replace(/\s/gu, '').length;
}
