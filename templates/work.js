// The person's work on any page: ticks, progress, whether it is kept, how their cases stand.
// What it means is asked of the module (`site-wasm/src/doors.rs`); the words stand on the page.

const table = (text) => (text ? text.split(ROW).map((row) => row.split(CELL)) : []);
const one = (selector) => page.first(null, selector);
const say = (selector, text) => page.writeAll(selector, 'words', text);

// The tool's texts, and one with values put into its gaps.
const words = {};
const filled = (key, ...values) => (words[key] || '').replace(/{\w+}/g, () => values.shift());

// An item's own name, then those it had before.
const names = (box) => `${box.dataset.item} ${box.dataset.aliases || ''}`;

const ITEM = 'input[data-item]';
const OPEN = '[data-action=open-case][data-case-page]';

// Calls back whenever this happens to what matches, until the tool has stopped.
function on(event, selector, act) {
  document.addEventListener(event, (happened) => {
    const element = page.target(happened, selector);
    if (element && !stopped()) act(element);
  });
}

// Brings the tool to life, before anything is painted.
page.mount = () => {
  for (const line of page.text(one('template#recourse-texts')).split('\n')) {
    const [key] = line.split(' ', 1);
    words[key] = line.slice(key.length + 1);
  }
  // A box that was ticked before the tool was there counts as ticked by hand.
  for (const box of matching(`${ITEM}[data-touched]`)) ask('touch', box.dataset.item, page.answer(box));
  on('change', ITEM, (box) => {
    if (!box.dataset.item) return;
    ask('tick', box.dataset.item, page.answer(box));
    // The next step's box stands for one in the plan.
    const own = one(`[data-case-plan] [data-item="${box.dataset.item}"]`) || box;
    if (own.dataset.evidence === '') noteEvidence(own, box.checked);
  });
  // When a field is left, not while it is written: nobody likes to be corrected then.
  on('change', '[data-field],[data-key]', hintAt);
  on('click', '[data-action=clear-page]', (button) => confirmed(button, clearPage));
  on('click', '[data-action=conflict-take]', (button) => {
    const { id } = button.closest('[data-id]').dataset;
    endConflict(id, ask('text', `conflict/${id}`));
  });
  on('click', '[data-action=conflict-drop]', (button) => endConflict(button.closest('[data-id]').dataset.id));
  on('click', OPEN, (button) => {
    ask('open', button.dataset.situation);
    page.go(button.dataset.casePage);
  });
  // A button has said something in the place of what is painted there.
  document.addEventListener('told', () => (paintedState = ''));
  mountCase();
  mountVault();
};

// Whether each of these items is ticked.
const ticks = (items) => [...ask('ticks', items.join(ROW))].map((sign) => sign === '1');

// What the page was painted from, and what shows progress: for each element, its items.
let paintedTicks = '';
let paintedState = '';
let shown;

// Brings the page in line with the work.
page.paint = () => {
  const state = ask('state');
  const [keeping, revision] = state.split(' ');
  // What is being written is on the page already.
  if (state !== paintedTicks) {
    paintedTicks = state;
    paintCase(revision);
    paintTicks();
    paintSteps();
  }
  if (`${keeping} ${revision}` === paintedState) return;
  paintedState = `${keeping} ${revision}`;
  const kept = /saved|rescued/.test(keeping);
  page.mark('data-tool', kept ? 'saved' : keeping === 'status-locked' ? 'locked' : 'memory');
  if (words[keeping]) say('[data-tool-status]', words[keeping]);
  paintLine(keeping === 'status-locked' && words['case-locked']);
  paintVault(keeping);
};

function paintAll() {
  paintedTicks = paintedState = '';
  page.paint();
}

function paintTicks() {
  const boxes = fixed(ITEM);
  ticks(boxes.map(names)).forEach((ticked, index) => (boxes[index].checked = ticked));
  shown = shown || matching('[data-progress],[data-progress-bar]').map((element) => {
    const { progress, progressBar, items } = element.dataset;
    const name = (id) => `${progress || progressBar}/${id}`;
    return [element, items.split(' ').filter((ids) => ids).map((ids) => ids.split('=').map(name).join(' '))];
  });
  const ticked = ticks(shown.flatMap(([, items]) => items));
  for (const [element, items] of shown) {
    const done = ticked.splice(0, items.length).filter((tick) => tick).length;
    if (element.dataset.progressBar) {
      page.set(element, 'max', `${items.length}`);
      page.set(element, 'value', `${done}`);
    } else page.setText(element, filled('progress', done, items.length));
    page.hide(element, !done && page.has(element, 'data-when-begun'));
  }
}

// What parts of a line begin with, and its first one does not.
const COMMA = [/^[，,] ?/, ''];

// One line on every page says how the cases stand.
function paintLine(locked) {
  const today = page.today();
  const open = table(ask('cases')).filter(([, , closed]) => !closed);
  const having = (test) => open.filter(([, , , , dues]) => dues.split(' ').some((day) => day && test(day))).length;
  const line = locked || [
    ['case-open', open.length],
    ['case-due', having((day) => day.slice(0, 10) === today)],
    ['case-overdue', having((day) => day.slice(-10) < today)],
    ['case-conflict', paintConflicts()],
  ].map(([key, number]) => (number ? filled(key, number) : '')).join('').replace(...COMMA);
  page.show('[data-case-status]', line);
  page.mark('data-cases', line && 'open');
  say('[data-case-status] a', line);
  for (const button of fixed(OPEN)) page.hide(button, open.some(([, situation]) => situation === button.dataset.situation));
}

// Texts that were changed twice, each where the person happens to be; gives how many. And what could not be read.
function paintConflicts() {
  const conflicts = table(ask('conflicts'));
  // Who settles some sees the next; a forged backup may bring thousands.
  const rows = conflicts.slice(0, 100).map(([id, , ...texts]) => {
    const [, field, part] = /^.*?(?:field\/(.*)|([^/]*))\/[^/]*$/.exec(id) || [];
    const control = one(field ? `[data-field="${CSS.escape(field)}"]` : `[data-part$="${CSS.escape(part)}"]`);
    const where = control && (control.labels[0] ? control.labels[0].firstChild.textContent : page.get(control, 'aria-label'));
    return [id, '', where || '', ...texts].join(CELL);
  });
  if (one('[data-rows=conflicts]')) page.rows('conflicts', rows.join(ROW));
  say('[data-conflicts-said]', conflicts.length ? filled('case-conflict', conflicts.length).replace(...COMMA) : '');
  const set = rescues();
  page.show('[data-rescue]', set.length);
  page.show('[data-rescue-plain]', vault.key && set.some((name) => !isSealed(localStorage.getItem(name))));
  return conflicts.length;
}

function endConflict(id, text) {
  if (text) ask('put', id.slice(0, id.lastIndexOf('/')), text);
  ask('drop', `conflict/${id}`);
  ask('save');
  focus('[data-any=conflicts]:not([hidden]) summary,h1');
}

// What is ticked as kept becomes an entry of the case's evidence. One that nobody has written in goes with its tick.
function noteEvidence(box, ticked) {
  const home = ask('case-of', box.dataset.item);
  if (!home) return;
  const entry = `case/${home}/evidence/${box.dataset.item.split('/')[1]}/`;
  const [what, ...more] = ['what', 'date', 'where', 'proves'].map((part) => ask('text', entry + part));
  const said = box.labels[0].textContent;
  if (ticked && !what && !more.join('')) ask('put', `${entry}what`, said);
  else if (!ticked && what + more.join('') === said) ask('remove', entry);
}

// Says beside a number that its check digit does not fit; it is kept all the same.
function hintAt(control) {
  const slip = ask('slip', (control.dataset.label || '') + control.value);
  const known = control.parentNode.querySelector('[data-slip]');
  if (!slip) return known && known.remove();
  const hint = known || page.create('p', 'field-warning');
  hint.dataset.slip = '';
  hint.setAttribute('role', 'status');
  control.after(hint);
  page.setText(hint, words[slip]);
}

// Forgets what this page's own boxes and fields hold.
function clearPage() {
  for (const box of matching(ITEM)) names(box).split(' ').forEach((name) => name && ask('drop', `item/${name}`));
  for (const { dataset } of matching('[data-field],[data-key]')) ask('drop', dataset.key || `field/${dataset.field}`);
  ask('save');
}

// Does something that cannot be undone at the second press. Apps' own browsers may have no dialog to ask with.
function confirmed(button, act) {
  const armed = button.hasAttribute('data-armed');
  if (armed) {
    button.removeAttribute('data-armed');
    act();
  }
  page.tell(button, words[armed ? 'cleared' : 'clear-confirm']);
  if (!armed) button.setAttribute('data-armed', '');
}

function keep(key, text) {
  ask('put', key, text);
  ask('save');
}

function focus(selector) {
  const element = one(selector);
  if (!element) return;
  // A heading takes the focus only if it is told to.
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus();
}

// Lets controls stand for the values whose keys begin so.
page.bind = (selector, prefix) => {
  for (const control of fixed(selector)) {
    const key = prefix + control.dataset.part;
    if (control.dataset.key === key) continue;
    control.dataset.key = key;
    page.setAnswer(control, ask('text', key));
  }
};
