// The page for cases: questions that start one, its plan, lists, time limits, backups.
// What it all means is asked of the module; it holds no words and reads no fact.

const AT = 'draft/at';
const OUTSIDE = 'outside/';
const STEP = '[data-case-plan] [data-step]';
const LISTS = ['event', 'evidence'];

// Whether the list of all cases is wanted although there is a current one; the entry that is being written; what the
// page and its parts were painted from; the plan's steps, each with its box.
let listing = false;
let entry = null;
let painted = '';
const marks = {};
let steps = [];

const current = () => ask('current');
const key = (rest) => `case/${current()}/${rest}`;
// A backup may name what there is not, in any signs.
const named = (what, name) => `script[data-${what}="${CSS.escape(name)}"]`;
const template = (situation) => fixed(named('plan', situation))[0];
const title = (id, situation) =>
  ask('text', `case/${id}/title`) || ((template(situation) || {}).dataset || { title: '' }).title;

function mountCase() {
  if (!one('[data-case]')) return;
  page.show('[data-without-case]', false);
  on('click', '[data-case] [data-action]', (button) => {
    const act = ACTIONS[button.dataset.action];
    const row = button.closest('[data-id]');
    if (act) act(button, row && row.dataset.id, button.dataset.list);
  });
  on('change', '[data-restore-file]', (control) => page.readFile(control, look));
  if (ask('private')) {
    page.writeAll('[data-action=private]', 'aria-pressed', 'true');
    say('[data-action=private]', words['private-on']);
  }
}

const ACTIONS = {
  'start-case': () => asking(one('[data-question]').dataset.question),
  'question-next': nextQuestion,
  'question-back': lastQuestion,
  'question-stop': stopAsking,
  'open-case': (button) => openCase(button.dataset.situation),
  'choose-case': (button, id) => {
    listing = false;
    closeEntry();
    keep('case/current', id);
    focus('#case-title');
  },
  'all-cases': listCases,
  'remove-case': (button) =>
    confirmed(button, () => {
      ask('remove', key(''));
      listCases();
    }),
  'add-entry': (button, id, list) => {
    id = ask('new', key(`${list}/`));
    if (list === 'event') keep(key(`event/${id}/date`), page.today());
    editEntry(list, id);
  },
  'edit-entry': (button, id, list) => editEntry(list, id),
  'close-entry': closeEntry,
  'remove-entry': (button) =>
    confirmed(button, () => {
      const [list, id] = entry || [];
      closeEntry();
      if (id) ask('remove', key(`${list}/${id}/`));
    }),
  'copy-sent': (button, id) => copy(button, ask('text', key(`event/${id}/sent`))),
  'print-sent': printPapers,
  'print-papers': printPapers,
  'save-papers': (button) => page.tell(button, words[ask('save-papers') ? 'file-saved' : 'file-refused']),
  'calendar-save': (button) => saveFile(button, 'calendar-name', calendar()),
  'calendar-copy': (button) => copy(button, calendar()),
  'backup-save': (button) => saveFile(button, 'backup-name', backup()),
  'backup-copy': (button) => copy(button, backup()),
  'backup-sealed': (button) => saveFile(button, 'backup-sealed-name', localStorage.getItem(place('saved'))),
  'restore-look': () => look(one('[data-restore-text]').value),
  'restore-apply': () => {
    page.show('[data-restore-changes]', false);
    message(ask('restore'));
    page.writeAll('[data-restore-file],[data-restore-text]', '=', '');
  },
  'restore-cancel': () => {
    ask('look');
    page.show('[data-restore-changes]', false);
  },
  private: () => ask('make-private', ask('private') ? '' : 'yes') || message('status-blocked'),
};

const copy = (button, text) => page.copyText(button, text, words.copied, words['copy-by-hand']);
const message = (name) => say('[data-case-message]', words[name] || '');

// Prints nothing but what was sent in an entry, or all papers of the case.
function printPapers(button, id) {
  ask('papers', id || '');
  page.mark('data-printing', 'papers');
  if (!page.print()) page.tell(button, words['print-missing']);
}

function saveFile(button, name, text) {
  page.save(words[name], '', text);
  page.tell(button, words['saved-file']);
}

function paintCase(revision) {
  const root = one('[data-case]');
  if (!root) return;
  const state = `${revision} ${listing} ${page.today()}`;
  if (state === painted) return;
  painted = state;

  const cases = table(ask('cases'));
  const head = cases.find(([id]) => id === current());
  const screen = ask('text', AT) ? 'questions' : listing || !head ? 'start' : 'case';
  page.set(one('main'), 'data-screen', screen);
  paintQuestions();
  const rows = cases.map(([id, situation, closed, opened]) =>
    [id, closed ? 'done' : '', title(id, situation),
      closed ? words['case-closed'] : opened && filled('case-since', opened)].join(CELL));
  page.rows('cases', rows.reverse().join(ROW));
  const last = ask('print', ask('text', 'backup/last'));
  say('[data-last-backup]', last ? filled('backup-last', last) : words['backup-never']);
  if (!head) return;
  paintPlan(...head);
  LISTS.forEach(paintList);
  paintDays();
}

const slot = (name, text) => say(`[data-case-slot=${name}]`, text);

// The steps of the situation, and whom to turn to in which order.
function paintPlan(id, situation, closed) {
  const counterpart = ask('text', key('counterpart'));
  slot('title', title(id, situation));
  page.place('[data-case-plan]', named('plan', situation), id);
  page.place('[data-case-channels]', named('channels', counterpart), counterpart);
  page.bind('[data-case-plan] [data-part],.case-tools [data-part]', key(''));
  page.show('[data-case-urgent]', !closed && told('urgent').length);
  const hidden = told('hide').join(' ').split(' ');
  steps = fixed(STEP).map((step) => [step, page.first(step, 'input')]);
  for (const [step, box] of steps) {
    const note = ask('masked', ask('text', key(`note/${step.dataset.step}`)));
    put(page.first(step, '[data-slot=note]'), '.', note);
    page.hide(step, hidden.includes(box.dataset.item));
  }
  marks.closed = closed;
  // What was ticked before there was a case; only once, so that what a person removes stays away.
  setTimeout(() => {
    const missing = steps.filter(([step, box]) =>
      box.checked && box.dataset.evidence === '' && !ask('known', key(`evidence/${step.dataset.step}/what`)));
    missing.forEach(([, box]) => noteEvidence(box, true));
    if (missing.length) ask('save');
  });
}

// What is done of the plan, and the next step on top; all that follows a tick before it is saved.
function paintSteps() {
  if (!steps.length) return;
  const wanted = steps.filter(([step]) => !step.hidden);
  const left = wanted.filter(([, box]) => !box.checked);
  const [next] = left;
  page.show('[data-case-next]', next && !marks.closed);
  page.show('[data-case-done]', !next && !marks.closed);
  if (next) {
    const [step, box] = next;
    slot('next', page.first(step, 'label').textContent);
    page.writeAll('#case-next', 'data-item', box.dataset.item);
    page.writeAll('#case-next', '=', '');
    page.writeAll('[data-case-how]', 'href', page.first(step, 'a').href);
  }
  slot('line', filled('progress', wanted.length - left.length, wanted.length));
}

function openCase(situation) {
  listing = false;
  ask('open', situation);
  focus('#case-title');
}

function listCases() {
  listing = true;
  closeEntry();
  paintAll();
  focus('#case-start');
}

// The questions, one a screen. Each answer tells which comes then.

const allQuestions = () => fixed('[data-question]');
const answerTo = (question) => ask('text', `draft/${question.dataset.question}`);
const options = (question) => page.all(question, '[type=radio]');
const chosen = (question) => (options(question).find((option) => option.value === answerTo(question)) || {}).dataset;

function paintQuestions() {
  const at = ask('text', AT);
  for (const screen of fixed('[data-question],[data-outside-advice]'))
    page.hide(screen, (screen.dataset.question || OUTSIDE + screen.dataset.outsideAdvice) !== at);
  page.show('[data-action=question-next]', !at.startsWith(OUTSIDE));
}

// The questions that were asked, the current one last, and the one that comes then.
function way() {
  const at = ask('text', AT);
  const asked = [];
  for (const question of allQuestions()) {
    const last = asked[asked.length - 1];
    const answer = (last && chosen(last)) || {};
    if (answer.next && answer.next !== question.dataset.question) continue;
    if (last && (last.dataset.question === at || answer.outside)) return [asked, question];
    asked.push(question);
  }
  return [asked];
}

function asking(id) {
  page.show('[data-choose-first]', false);
  keep(AT, id);
  focus('[data-question]:not([hidden]) legend,[data-outside-advice]:not([hidden]) [tabindex]');
}

function nextQuestion() {
  const [asked, next] = way();
  const last = asked[asked.length - 1];
  const answer = chosen(last) || {};
  if (options(last).length && !chosen(last)) page.show('[data-choose-first]', true);
  else if (answer.outside) asking(OUTSIDE + answer.outside);
  else if (next) asking(next.dataset.question);
  else finish(asked);
}

function lastQuestion() {
  const [asked] = way();
  if (!ask('text', AT).startsWith(OUTSIDE)) asked.pop();
  const last = asked.pop();
  if (last) asking(last.dataset.question);
  else stopAsking();
}

// What was answered stays for the next time.
function stopAsking() {
  asking('');
  focus('[data-action=start-case]');
}

// Makes a case of the answers.
function finish(asked) {
  let situation = '';
  let counterpart = '';
  for (const question of asked) {
    const answer = chosen(question) || {};
    situation = answer.situation || situation;
    counterpart = answer.counterpart || counterpart;
  }
  openCase(situation);
  ask('put', key('counterpart'), counterpart);
  for (const question of asked) {
    const id = question.dataset.question;
    const answer = answerTo(question);
    ask('drop', `draft/${id}`);
    ask('put', key(`answer/${id}`), answer);
    if (question.dataset.event && answer) {
      ask('put', key('event/0000/kind'), question.dataset.event);
      ask('put', key('event/0000/date'), answer);
    }
  }
  ask('drop', AT);
  ask('save');
  focus('#case-title');
}

// What the chosen answers of the case tell under a name.
const told = (name) =>
  fixed(`[data-question] [data-${name}]`)
    .filter((option) => ask('text', option.dataset.key.replace('draft/', key('answer/'))) === option.value)
    .map((option) => option.dataset[name]);

// The lists: what happened, and what proves it. A form stands for one entry at a time, and keeps as it is typed.

function paintList(list) {
  // What is being written shows when it is done.
  if (entry && entry[0] === list) return;
  const prefix = key(`${list}/`);
  const mark = ask('mark', prefix);
  if (marks[list] === mark) return;
  marks[list] = mark;
  const slots = table(page.read(`[data-row=${list}] >> [data-slot]`, 'data-slot data-before'));
  const before = (text, place) => text && slots[place][1] + (slots[place][0] === 'kind' ? kindName(text) : text);
  const rows = table(ask('list', prefix, slots.map(([part]) => part).join(' ')));
  page.rows(list, rows.map(([id, ...texts]) => [id, '', ...texts.map(before)].join(CELL)).join(ROW));
}

const kindName = (id) => (matching('[data-starts]').find((option) => option.value === id) || { text: '' }).text;
const formOf = (list) => `[data-entry-form=${list}]`;

function editEntry(list, id) {
  closeEntry();
  const controls = `${formOf(list)} [data-part]`;
  page.bind(controls, key(`${list}/${id}/`));
  page.show(formOf(list), true);
  entry = [list, id];
  ask('repaint');
  focus(controls);
}

function closeEntry() {
  if (!entry) return;
  const [list] = entry;
  entry = null;
  ask('save');
  page.writeAll(`${formOf(list)} [data-part]`, 'data-key', '');
  matching(`${formOf(list)} [data-warning]`).forEach(page.remove);
  page.show(formOf(list), false);
  focus(`[data-action=add-entry][data-list=${list}]`);
}

// The last days of those that are not over yet are left for the line on every other page.
function paintDays() {
  const from = `${current()} ${marks.event} ${page.today()}`;
  if (from === marks.days) return;
  marks.days = from;
  const days = limits();
  page.rows('deadlines', days.map((day) => ['', day.standing, ...day.words].join(CELL)).join(ROW));
  const dues = days.filter((day) => day.standing !== 'done').map((day) => `${day.iso} `).join('');
  if (ask('text', key('dues')) !== dues) setTimeout(keep, 0, key('dues'), dues);
}

// The time limits that run, the most urgent first, in words.
function limits() {
  return table(ask('days', current())).map(([standing, number, event, iso, last, days, start, about, asked]) => {
    const limit = number && page.all(one('template[data-limits]'), '[data-limit]')[number];
    const [id, , , whose] = limit ? limit.dataset.limit.split(' ') : [asked ? 'asked' : 'until'];
    return {
      id: `${event}-${id}`,
      standing,
      iso,
      words: [
        limit ? limit.textContent : words[asked ? 'limit-asked' : 'limit-promised'],
        filled(`limit-${standing}`, days),
        filled(whose === 'yours' ? 'limit-yours' : 'limit-theirs', (about && words['limit-about']) + last),
        limit ? filled('limit-from', start, limit.dataset.value) : '',
        limit ? limit.dataset.source : '',
        about && standing !== 'done' && words['limit-doubt'],
      ],
    };
  });
}

// The last days for a calendar program.
function calendar() {
  const [id, situation] = table(ask('cases')).find(([id]) => id === current());
  const days = limits().filter((day) => day.standing !== 'done');
  return ask('calendar', days.map(({ id: day, iso, words: [what, , ...rest] }) =>
    [`${id}-${day}`, iso.slice(0, 10), `${what} · ${title(id, situation)}`, rest.join('\n')].join(CELL)).join(ROW));
}

// Backups.

function backup() {
  keep('backup/last', page.today());
  return ask('backup');
}

// Shows what a backup would change: a sentence, or a step that is ticked.
async function look(text) {
  ACTIONS['restore-cancel']();
  text = text.trim();
  if (isSealed(text)) {
    message('vault-working');
    try {
      text = await openBackup(text, one('[data-restore-passphrase]').value);
    } catch {
      return message('restore-sealed');
    }
  }
  const [answer, ...changes] = ask('look', text).split(ROW);
  const rows = [];
  for (const change of changes) {
    if (rows.length === 30) break;
    let [kind, changed, said] = change.split(CELL);
    if (said === 'yes') {
      const [item, situation] = changed.split('/').reverse();
      const [label] = page.all(template(situation), `[data-step="${CSS.escape(item)}"] label`);
      said = label ? label.textContent : '';
    }
    if (said) rows.push(['', '', words[kind], said].join(CELL));
  }
  const more = changes.length - rows.length;
  message(answer || (changes.length ? '' : 'restore-nothing'));
  say('[data-restore-more]', more ? filled('restore-more', more) : '');
  page.rows('changes', rows.join(ROW));
  page.show('[data-restore-changes]', changes.length);
  focus('[data-restore-changes] [tabindex]');
}
