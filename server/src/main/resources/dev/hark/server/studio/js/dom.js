/**
 * Elements from code. Text enters the page only as text nodes, so that no transcript and no file
 * name is ever read as HTML.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * A new element. Attributes with the value false, null or undefined are left out, true gives an
 * empty attribute, `on` holds listeners by event, `class` and `text` mean what they say.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (name === 'text') {
      element.textContent = value;
    } else if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An icon of icons.svg; decoration only, the label is the caller's. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A button with an icon and no visible text; the label is read aloud and shown as a tooltip. */
export function iconButton(name, label, onClick, className = 'icon-button') {
  const button = el('button', { type: 'button', class: className, 'aria-label': label, title: label });
  button.append(icon(name));
  button.addEventListener('click', onClick);
  return button;
}

/** Exchanges the icon in a button that has one. */
export function setIcon(button, name) {
  button.querySelector('use').setAttribute('href', `icons.svg#${name}`);
}

/** Sets label and tooltip of a button without text. */
export function setLabel(button, label) {
  button.setAttribute('aria-label', label);
  button.title = label;
}

/** Whether keys typed at this element are text. */
export function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)))
  );
}

/** Whether the user asked for less movement. */
export function reducedMotion() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
