// What a reader of the page would stumble over: controls without a name, text too pale to read.
() => {
  const complaints = [];
  const visible = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const label = (element) => `${element.tagName.toLowerCase()}#${element.id}.${element.className}`;

  for (const control of document.querySelectorAll('button, input, select, textarea, summary, a, [role=slider], [role=textbox], canvas, progress')) {
    const named = control.getAttribute('aria-label') || control.labels?.[0]?.textContent || control.textContent;
    if (visible(control) && !named?.trim()) {
      complaints.push(`no name: ${label(control)}`);
    }
  }
  for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')) {
    for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
      const id = element.getAttribute(name);
      if (id && !document.getElementById(id)) {
        complaints.push(`${name} leads nowhere: ${label(element)}`);
      }
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => complaints.push(`id twice: ${id}`));
  if ([...document.querySelectorAll('h1')].filter(visible).length !== 1) {
    complaints.push('not one main heading');
  }

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, bottom) => top.slice(0, 3).map((c, i) => c * top[3] + bottom[i] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) {
        break;
      }
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const inactive = element.closest(':disabled, noscript, option, script, .offscreen, .skip');
    if (!node.data.trim() || inactive || !visible(element)) {
      continue;
    }
    const style = getComputedStyle(element);
    const behind = ground(element);
    const [light, dark] = [luminance(over(rgba(style.color), behind)), luminance(behind)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      complaints.push(`contrast ${ratio.toFixed(2)}: ${label(element)} "${node.data.trim().slice(0, 30)}"`);
    }
  }
  return complaints;
}
