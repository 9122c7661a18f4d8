// What the buttons of a letter do: it leaves as a Word file, on the clipboard or on paper, after a last look at it. And all
// papers of a case in one: letters as they were sent or are drafted, and after them what happened and what proves it.

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const BUTTONS = {
  print(button) {
    if (!isHeldBack(button) && !page.print()) page.tell(button, words['print-missing']);
  },
  'clear-all': (button) => confirmed(button, () => ask('clear')),
  'copy-letter': (button) => handOut(button, (letter) => copy(button, ask('letter-text', letter))),
  'copy-short': (button) => handOut(button, (letter) => copy(button, ask('letter-short', letter))),
  'save-letter': (button) => handOut(button, (letter) => {
    const [name] = letter.split(ROW).map((row) => row.split(CELL).slice(RUNS).map((run) => run.slice(1)).join(''));
    tellSaved(button, saveWord(fileName(name), letter));
  }),
  'own-replace': (button) => confirmed(button, () => keep(ownKey(), '')),
  // The person has seen what changed, and stays with their own words.
  'own-keep': () => keep(`${ownKey()}/mark`, drafter.mark),
  accept,
  'letter-sent': send,
  'letter-arrived': arrive,
  'add-row': addRow,
  'remove-row': removeRow,
};

function mountDocuments() {
  on('click', '[data-action]', (button) => {
    const act = BUTTONS[button.dataset.action];
    if (act) act(button);
  });
  // What was printed alone is not printed instead of the page the next time.
  hear(window, 'afterprint', () => page.mark('data-printing', ''));
}

// Whether something is said first. A second press does what was asked for all the same.
function isHeldBack(button) {
  const armed = page.has(button, 'data-armed');
  button.removeAttribute('data-armed');
  if (armed || !button.dataset.letter || !drafter || !hasDoubts()) return false;
  page.tell(button, words['doubts-first']);
  button.dataset.armed = '';
  return true;
}

function handOut(button, act) {
  if (!drafter || isHeldBack(button)) return;
  draft();
  act(drafter.letter.join(ROW));
}

const tellSaved = (button, saved) => page.tell(button, words[saved ? 'file-saved' : 'file-refused']);

// Gives the browser letters as a file to keep; false where that is known to fail.
const saveWord = (name, letters) => page.save(name, WORD, guarded(() => recourse.file(letters)));

// A file's name from a letter's title: no system stumbles over its characters or length.
function fileName(title) {
  const allowed = [...title.replace(/[\0- \\/:*?"<>|]/g, '')].slice(0, 60).join('');
  return `${allowed.trim().replace(/^\.+|\.+$/g, '')}.docx`;
}

// Lays out for the printer what was sent in this entry, or all papers of the case where none is named.
function showPapers(entry) {
  const letters = entry ? [ask('letter', ask('text', key(`event/${entry}/sent`)))] : papers();
  const place = one('[data-bundle]');
  if (!place) return;
  place.textContent = '';
  for (const letter of letters) {
    const sheet = page.create('div', 'letter');
    paintLetter(sheet, letter.split(ROW));
    place.append(sheet);
  }
}

function savePapers() {
  return saveWord(words['papers-name'], papers().join(ROW));
}

function papers() {
  const events = table(ask('list', key('event/'), 'letter sent'));
  const letters = events.filter(([, , sent]) => sent).map(([, , sent]) => sent);
  for (const [id, drafted] of table(ask('texts-under', key('field/draft/'))))
    if (!events.some(([, letter]) => letter === id)) letters.push(ask('text', key(`field/own/${id}`)) || drafted);
  return [...letters.map((text) => ask('letter', text)), ...matching('[data-annex]').map(annex).filter((rows) => rows)];
}

// A list of the case as a table; nothing of an empty one.
function annex({ dataset }) {
  const parts = dataset.parts.split(' ');
  const entries = table(ask('list', key(`${dataset.annex}/`), dataset.parts)).map(([, ...texts]) =>
    texts.map((text, index) => (parts[index] === 'kind' ? kindName(text) : text)));
  const rows = [dataset.heads.split(' '), ...entries].map((cells, index) =>
    ['W', index, '', '', cells.map((text) => `"${text}`).join(`${CELL}|${CELL}`)].join(CELL));
  return entries.length && [['T', '', '', '', `"${dataset.title}`].join(CELL), ...rows].join(ROW);
}
