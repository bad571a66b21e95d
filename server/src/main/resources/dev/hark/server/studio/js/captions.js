/**
 * Subtitles by the usual reading rules: at most two lines of 42 columns, 0.83 to 7 seconds, no
 * overlap, no cut inside a word. A full-width character takes two columns.
 */

const COLUMNS = 42;
const LINES = 2;
const SHORTEST = 0.83;
const LONGEST = 7;
const PAUSE = 1.2;
const SENTENCE_END = /[.!?。！？…]["'”’)\]]*\s*$/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/u;

/** Width of a text in columns. */
export function columns(text) {
  let width = 0;
  for (const character of text) {
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The cues of a transcript: `{start, end, lines}`. */
export function layOut(transcript) {
  const cues = transcript.segments.flatMap((segment) => groups(segment.tokens.flatMap(cutLong)).map(toCue));
  cues.forEach((cue, i) => {
    const limit = i + 1 < cues.length ? cues[i + 1].start : Infinity;
    cue.end = Math.min(Math.max(cue.end, cue.start + SHORTEST), cue.start + LONGEST, limit);
  });
  return cues.filter((cue) => cue.end > cue.start);
}

/** A word wider than a line becomes several. */
function cutLong(token) {
  if (columns(token.text.trim()) <= COLUMNS) {
    return [token];
  }
  const parts = [];
  let part = '';
  for (const character of token.text) {
    if (columns(part + character) > COLUMNS) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  parts.push(part);
  const share = (token.end - token.start) / parts.length;
  return parts.map((text, i) => ({
    text,
    start: token.start + share * i,
    end: token.start + share * (i + 1),
  }));
}

function groups(tokens) {
  const result = [];
  let group = [];
  for (const token of tokens) {
    const last = group.at(-1);
    const full =
      last &&
      (token.start - last.end > PAUSE ||
        token.end - group[0].start > LONGEST ||
        (SENTENCE_END.test(last.text) && columns(join(group)) >= COLUMNS / 2) ||
        breakLines([...group, token]) === null);
    if (full) {
      result.push(group);
      group = [];
    }
    group.push(token);
  }
  return group.length > 0 ? [...result, group] : result;
}

function toCue(group) {
  return { start: group[0].start, end: Math.max(group.at(-1).end, group[0].start), lines: breakLines(group) };
}

/** The group as one line, or as two of similar width, or null if it does not fit. */
function breakLines(group) {
  const whole = join(group);
  if (columns(whole) <= COLUMNS) {
    return [whole];
  }
  let best = null;
  for (let i = 1; i < group.length; i += 1) {
    const lines = [join(group.slice(0, i)), join(group.slice(i))];
    const widths = lines.map(columns);
    if (Math.max(...widths) <= COLUMNS && lines.length <= LINES) {
      const uneven = Math.abs(widths[0] - widths[1]) - (/[,;:.!?，。]\s*$/u.test(group[i - 1].text) ? 8 : 0);
      if (best === null || uneven < best.uneven) {
        best = { uneven, lines };
      }
    }
  }
  return best?.lines ?? null;
}

function join(group) {
  return group.map((token) => token.text).join('').replace(/\s+/gu, ' ').trim();
}

/** SubRip. */
export function toSrt(transcript) {
  return layOut(transcript)
    .map((cue, i) => `${i + 1}\n${range(cue, ',')}\n${cue.lines.join('\n').replaceAll('-->', '->')}\n`)
    .join('\n');
}

/** WebVTT. */
export function toVtt(transcript) {
  const escape = (line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = layOut(transcript).map((cue) => `${range(cue, '.')}\n${cue.lines.map(escape).join('\n')}\n`);
  return ['WEBVTT\n', ...cues].join('\n');
}

function range(cue, mark) {
  return `${stamp(cue.start, mark)} --> ${stamp(cue.end, mark)}`;
}

function stamp(seconds, mark) {
  const ms = Math.round(seconds * 1000);
  const two = (value) => String(value).padStart(2, '0');
  const clock = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${clock.map(two).join(':')}${mark}${String(ms % 1000).padStart(3, '0')}`;
}
