/** Numbers as people read them. */

/** 75.4 as 1:15, 3675 as 1:01:15. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** 75.4 as 1:15.4, for where tenths matter. */
export function clockTenths(seconds) {
  const tenths = Math.max(0, Math.floor((seconds || 0) * 10));
  return `${clock(tenths / 10)}.${tenths % 10}`;
}

/** 75 as "1 min 15 s", for text that is read aloud. */
export function spokenTime(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ].filter(([count]) => count > 0);
  return parts.length === 0 ? '0 s' : parts.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** What is left of a job, rounded so that it does not flicker. */
export function eta(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return '';
  }
  if (seconds < 10) {
    return 'a few seconds left';
  }
  if (seconds < 90) {
    return `${Math.ceil(seconds / 5) * 5} s left`;
  }
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}

/** 1536 as 1.5 KB. */
export function bytes(count) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Today's times as a time, older ones as a day. */
export function when(date) {
  const day = new Date(date);
  const sameDay = day.toDateString() === new Date().toDateString();
  return sameDay
    ? day.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : day.toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' });
}

/** File name without its extension. */
export function stem(name) {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
