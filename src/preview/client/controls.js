/**
 * Makes a group of radio buttons that looks like one switch.
 * @param {string} name of the group
 * @param {string} label for screen readers
 * @param {Record<string, string>} options the label of each value
 * @param {string} chosen the initial value
 */
export function choice(name, label, options, chosen) {
  const group = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = label;
  group.append(legend);
  for (const [value, words] of Object.entries(options)) {
    const option = document.createElement('label');
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name, value, checked: value === chosen });
    const text = document.createElement('span');
    text.textContent = words;
    option.append(input, text);
    group.append(option);
  }
  return group;
}

/** Makes an element with a class and a text; the text is never parsed as markup. */
export function element(tag, className, text = '') {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

/** Makes an element with a text whose words between backticks are code. */
export function withCode(tag, className, text) {
  const made = element(tag, className);
  // Every second part stood between two backticks.
  for (const [i, part] of text.split('`').entries()) made.append(i % 2 === 1 ? element('code', '', part) : part);
  return made;
}

/** Shows preformatted text in a box that can be scrolled by keyboard. */
export function plain(text, label) {
  const pre = element('pre', '', text);
  pre.tabIndex = 0;
  pre.setAttribute('role', 'region');
  pre.setAttribute('aria-label', label);
  return pre;
}
