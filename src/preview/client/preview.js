import { drawEditions, settleEditions, showArticle } from './editions.js';
import { drawElsewhere, placeNotes } from './note-places.js';
import {
  chooseProblem,
  drawBroken,
  drawNotes,
  drawStatus,
  forgetProblem,
  markProblem,
  showCard,
  showProblem,
} from './notes.js';
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
  document.title = `${state.week} · ${words().title}`;
  document.body.dataset.part = view.part;
  document.body.dataset.width = view.width;
  drawWeeks(state);
  at('skip').hidden = state.problems.length === 0;
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
  places = settleEditions(state);
  placeNotes(places);
  drawElsewhere(showCard);
  markProblem(state);
}
/** Where the articles are. */
let places;

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
    if (next.week !== state?.week) forgetProblem();
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
addEventListener('scroll', () => drawElsewhere(showCard), { passive: true });
narrow.addEventListener('change', () => {
  if (state === undefined) return;
  drawControls();
  draw();
});
at('notes').addEventListener('pointerover', ({ target }) => state !== undefined && markProblem(state, target));
document.addEventListener('focusin', ({ target }) => {
  if (state === undefined || target.closest('.problem') === null) return;
  chooseProblem(target);
  if (places !== undefined) placeNotes(places);
  markProblem(state);
});
// A link to #notes would replace the address, which keeps how the mail is shown.
at('skip').addEventListener('click', event => {
  event.preventDefault();
  (at('broken').hidden ? at('notes') : at('broken').firstElementChild).focus();
});

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
