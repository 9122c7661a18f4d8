// A letter's questions, one screen after another. The page's fragment names what is shown, so that the browser's own way
// back leads to the question before. It knows no letter and no answer: `letter.js` says what is to be asked, and
// hears `asked` when something else is shown.

// What still asks something.
const ASKS = '.field:not([hidden]):not([data-known])';

const questions = {
  // Only the fields with these names are asked for, each in all of its rows.
  ask(names) {
    const asked = names.split(' ');
    inForm('[data-field]').forEach((control) => {
      page.hide(control.closest('.field'), !asked.includes(fieldOf(control.dataset.field)));
    });
    inForm('.rows, .screen').forEach((group) => page.hide(group, !group.querySelector('.field:not([hidden])')));
    tellPlace();
  },
  // Shows a field, or the list that it begins, as answered already.
  known(key, words) {
    const group = groupOf(document.getElementById(`f-${key}`));
    const known = page.create('p', 'known');
    const link = page.create('a', '');
    const label = page.create('span', 'unseen');
    link.href = `#f-${key}`;
    link.dataset.change = '';
    label.textContent = group.querySelector('label').textContent;
    link.append(form().dataset.edit, label);
    known.append(words, link);
    group.append(known);
    [group, ...group.querySelectorAll('.field')].forEach((part) => (part.dataset.known = ''));
  },
  // Marks the fields with these keys as what the letter cannot do without.
  missing(keys) {
    const missing = keys.split(' ');
    inForm('[data-field]').forEach((control) => {
      const mark = control.closest('.field').querySelector('.required');
      if (mark) page.hide(mark, !missing.includes(control.dataset.field));
    });
  },
  // Shows what the fragment names, else what asks something from this screen on, else the review.
  begin(left) {
    const screens = inForm('.screen');
    const from = screens.findIndex((screen) => nameOf(screen) === left);
    first = left === review() ? undefined : screens.slice(Math.max(0, from)).find(asks);
    window.addEventListener('hashchange', follow);
    document.addEventListener('click', click);
    // Sending a form would put what was typed into an address.
    document.addEventListener('submit', (event) => event.preventDefault());
    follow();
    begun = true;
  },
  // Goes on: to the next screen that asks something, back to the review that the person came from, or to it at last.
  next() {
    const screens = shownScreens();
    go(returning ? undefined : screens[screens.indexOf(now()) + 1]);
  },
  // Whether the person came from the review to change one answer.
  isReturning: () => returning,
};

// 'questions', 'review' or 'all', which is both with every question.
let mode = 'questions';
// The screen to begin with, and whether it is shown.
let first;
let begun = false;
// Whether the person came from the review to change one answer.
let returning = false;

const form = () => page.first(null, '.letter-form');
const inForm = (selector) => page.all(form(), selector);
const review = () => page.first(null, '.letter-review > h2').id;
const now = () => page.first(form(), '[data-now]');
const asks = (screen) => !screen.hidden && screen.querySelector(ASKS);
const shownScreens = () => inForm('.screen').filter((screen) => asks(screen) || screen === now());
const nameOf = (screen) => (screen ? screen.querySelector('legend').id : review());
const groupOf = (control) => control.closest('.rows') || control.closest('.field');

function follow() {
  const name = location.hash.slice(1);
  const target = document.getElementById(name);
  if (name === 'all') {
    mode = 'all';
    tellPlace();
    take(form());
  } else if (!name || name === 'form') {
    mode = 'questions';
    const start = document.getElementById(nameOf(first));
    show(start);
    if (name) take(start);
  } else if (target && target.closest('.drafter')) {
    show(target);
    take(target);
  } else if (!now()) show(document.getElementById(nameOf(first)));
  happen('asked');
}

// Gives the focus, but not before the first frame: it would have the page laid out, only to change everything once more.
function take(element) {
  if (begun) element.focus();
  else requestAnimationFrame(() => setTimeout(() => {
    if (document.activeElement === document.body) element.focus();
  }));
}

// Shows the screen, or the review, that this is in, and whatever hides it there.
function show(target) {
  const screen = target.closest('.screen');
  const fold = target.closest('details');
  const known = page.first(groupOf(target) || target, '.known');
  if (mode !== 'all') mode = screen ? 'questions' : 'review';
  if (fold) fold.open = true;
  if (known) {
    page.all(known.parentNode.parentNode, '[data-known]').forEach((part) => {
      if (known.parentNode.contains(part)) delete part.dataset.known;
    });
    known.remove();
  }
  if (screen) {
    if (now()) delete now().dataset.now;
    screen.dataset.now = '';
  }
  tellPlace();
}

function go(screen) {
  const name = nameOf(screen);
  returning = false;
  // It must be there before the browser goes to it.
  show(document.getElementById(name));
  if (location.hash === `#${name}`) follow();
  else location.hash = name;
}

function click(event) {
  const link = page.target(event, '[data-change]');
  if (page.target(event, '[href="#form"]:not([data-change])')) {
    // Whoever has begun goes on where they are.
    event.preventDefault();
    mode = 'questions';
    go(now() || first);
  } else if (link) {
    returning = !!link.closest('.letter-review');
    const target = document.getElementById(link.hash.slice(1));
    if (target) show(target);
  } else if (page.target(event, '[data-action=letter-back]')) {
    const screens = shownScreens();
    go(screens[Math.max(0, screens.indexOf(now()) - (mode === 'questions'))]);
  } else if (page.target(event, 'summary')) setTimeout(happen, 0, 'told');
}

// Says which step this is, and where the button leads to.
function tellPlace() {
  const screens = shownScreens();
  const place = screens.indexOf(now()) + 1;
  const { step, next, last, back } = form().dataset;
  form().parentNode.dataset.guided = mode;
  page.writeAll('.form-step', 'words', step.replace('{n}', place).replace('{m}', screens.length));
  page.writeAll('[data-letter-next]', 'words', returning ? back : place < screens.length ? next : last);
  page.show('.letter-form [data-action=letter-back]', place > 1 && !returning);
}
