import { drawEditions, settleEditions, showArticle } from './editions.js';
import { drawBroken, drawElsewhere, drawNotes, drawStatus, markCurrent, placeNotes, showProblem } from './notes.js';
import { drawTestForm } from './test-form.js';
import { drawTools, drawWeeks } from './tools.js';
import { at, change, languagesOf, narrow, view, words } from './view.js';

let state;

function drawControls() {
  drawTools(state);
  drawTestForm(state);
}

function draw() {
  if (state === undefined) return;
  document.title = `${state.week} · hebdo preview`;
  document.body.dataset.part = view.part;
  document.body.dataset.width = view.width;
  drawWeeks(state);
  at('draft').hidden = state.isDraft !== true;
  drawStatus(state);
  drawBroken(state);
  drawNotes(state);
  drawEditions(state, settle);
  settle();
}

/** Sets the frames to the height of their mails, places the notes beside the articles, and marks the words. */
function settle() {
  if (state === undefined || view.part === 'text') return;
  placeNotes(settleEditions(state));
  markCurrent(state, document.activeElement);
}

/** Follows the files of an issue. */
let events;
function follow(week) {
  events?.close();
  events = new EventSource(week === undefined ? '/events' : `/events?week=${encodeURIComponent(week)}`);
  events.onmessage = ({ data }) => {
    const next = JSON.parse(data);
    const isOther =
      state === undefined ||
      JSON.stringify([next.week, next.editions.map(({ titles }) => titles)]) !==
        JSON.stringify([state.week, state.editions.map(({ titles }) => titles)]) ||
      languagesOf(next).join() !== languagesOf(state).join();
    state = next;
    document.documentElement.lang = state.interface;
    if (isOther) drawControls();
    draw();
  };
  events.onerror = () => {
    at('status').textContent = words().lost;
    at('status').dataset.state = 'error';
  };
}

document.addEventListener('change', ({ target }) => {
  if (target.id === 'articles') {
    showArticle(target.value);
    target.value = '';
    return;
  }
  if (target.id === 'week') {
    change('week', target.value);
    scrollTo(0, 0);
    follow(view.week);
  } else if (target.name in view) change(target.name, target.value);
  draw();
});
addEventListener('resize', settle);
addEventListener('scroll', drawElsewhere, { passive: true });
narrow.addEventListener('change', () => {
  if (state === undefined) return;
  drawControls();
  draw();
});
for (const type of ['focusin', 'pointerover'])
  at('notes').addEventListener(type, ({ target }) => state !== undefined && markCurrent(state, target));

/** Chooses the next of the options of a control, as a click would. */
function next(name) {
  const options = [...document.querySelectorAll(`input[name=${name}]`)];
  options[(options.findIndex(({ checked }) => checked) + 1) % options.length]?.click();
}

/** The keys: problems, and the controls one after another. */
const keys = {
  n: () => showProblem(1),
  p: () => showProblem(-1),
  l: () => next('edition'),
  w: () => next('width'),
  d: () => next('scheme'),
};
addEventListener('keydown', event => {
  const isTyping = event.target.matches('input:not([type=radio]), select, textarea');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  keys[event.key]?.();
});

follow(view.week);
