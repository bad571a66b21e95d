/**
 * A transcript: `{language, seconds, exactTimes, segments: [{start, end, status, tokens}]}`. Plain
 * data that IndexedDB can keep; segments are replaced, never changed, so that an older state can
 * be put back.
 */
import { fold, retime, timeWords, withConfidence } from './words.js';

/** The transcript in a `verbose_json` answer. */
export function fromVerboseJson(json) {
  const words = json.words ?? [];
  const answered = json.segments ?? [{ start: 0, end: json.duration ?? 0, text: json.text ?? '' }];
  let next = 0;
  const segments = answered.map((segment, index) => {
    const mine = [];
    const last = index === answered.length - 1;
    while (next < words.length && (last || middle(words[next]) < segment.end)) {
      mine.push(words[next]);
      next += 1;
    }
    return newSegment(segment, segment.words ?? mine);
  });
  return {
    language: json.language ?? '',
    seconds: json.duration ?? segments.at(-1)?.end ?? 0,
    exactTimes: words.length > 0 || answered.some((segment) => segment.words?.length > 0),
    segments: segments.filter((segment) => segment.tokens.length > 0 || segment.status !== 'speech'),
  };
}

/** A segment of an answer or of a live session. */
export function newSegment({ start, end, text, status, confidence, probabilities = [] }, words = []) {
  const tokens = withConfidence(timeWords((text ?? '').trim(), start, end, words), probabilities);
  if (typeof confidence === 'number') {
    tokens.forEach((token) => (token.confidence ??= confidence));
  }
  return { start, end, status: status ?? 'speech', tokens };
}

function middle(word) {
  return (word.start + word.end) / 2;
}

/** The text of a segment. */
export function textOf(segment) {
  return segment.tokens.map((token) => token.text).join('');
}

/** The text of all segments, a paragraph each. */
export function plainText(transcript) {
  return transcript.segments.map(textOf).map((text) => text.trim()).filter(Boolean).join('\n\n');
}

/** Whether the server said how sure it is of the words. */
export function hasConfidence(transcript) {
  return transcript.segments.some((segment) => segment.tokens.some((token) => typeof token.confidence === 'number'));
}

/** The transcript with another text in one segment. */
export function withText(transcript, index, text) {
  const segments = transcript.segments.slice();
  const before = segments[index];
  const clean = text.replace(/\s+/gu, ' ').trim();
  segments[index] = { ...before, tokens: retime(before.tokens, clean, before.start, before.end) };
  return { ...transcript, segments };
}

/** Places of a searched text: `{segment, from, to}` in characters of the segment's text. */
export function find(transcript, wanted) {
  const needle = fold(wanted);
  const places = [];
  if (needle === '') {
    return places;
  }
  transcript.segments.forEach((segment, index) => {
    const text = fold(textOf(segment));
    for (let from = text.indexOf(needle); from >= 0; from = text.indexOf(needle, from + needle.length)) {
      places.push({ segment: index, from, to: from + needle.length });
    }
  });
  return places;
}

/** The transcript with the given places replaced, which are in order and do not overlap. */
export function replaceAt(transcript, places, replacement) {
  let changed = transcript;
  for (const index of new Set(places.map(({ segment }) => segment))) {
    const mine = places.filter(({ segment }) => segment === index);
    let text = textOf(changed.segments[index]);
    for (const { from, to } of mine.toReversed()) {
      text = text.slice(0, from) + replacement + text.slice(to);
    }
    changed = withText(changed, index, text);
  }
  return changed;
}
