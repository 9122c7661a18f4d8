// A letter follows its form: what is asked, what is missing, the preview, the review of all answers, the person's own words.
// The letter itself, and what is doubtful about answers, comes from the module (`site-wasm/src/letter.rs`).

// What the page has of its letter: its id, the form's fields, and the answers and rows it was painted from.
let drafter = null;

// For how long nobody writes before what is beside the letter follows, in milliseconds; and what waits for that.
const PAUSE = 250;
let waiting;

// What was told last: the fields that are asked for, those that are missing, and what is to be said of the questions on the
// screen, if it was asked for.
let toldAsked = '';
let toldMissing = '';
let toldErrors = '';

// What answers were guessed to mean, by key.
const guesses = {};

// The evidence there was, and how the work stood then.
let evidence = '';
let evidenceAt = '';

// Mounts on the letter form of the page; one that is broken leaves its static letter as it is.
function mountLetter() {
  const form = one('[data-letter-form]');
  if (!form) return;
  const id = form.dataset.letterForm;
  const part = (name) => one(`[data-letter-${name}="${id}"]`);
  const [source, sheet] = [part('source'), part('preview')];
  if (!source || !sheet) return page.warn(`recourse: no letter for the form ${id}`);
  const fields = page.all(form, '[data-field]').filter(({ dataset }) => !dataset.field.includes('/')).map((control) => {
    const { field: name, type, label = '', total = '' } = control.dataset;
    const list = control.closest('.rows');
    return {
      name, type, label, total,
      list: list ? list.dataset.rows : '',
      options: page.all(control, 'option'),
      required: page.has(control, 'data-required'),
      takesEvidence: page.has(control, 'data-evidence'),
    };
  });
  const printed = ask('template', page.text(source), fields.map(({ name }) => name).join(' ')).split(' ');
  const named = new Map(fields.map((field) => [field.name, field]));
  drafter = { id, fields, named, printed, part, sheet: page.first(sheet, '.letter') || sheet };
  draft();
  tellAsked();
  for (const [key, said] of known()) questions.known(key, said);
  questions.begin(ask('text', atKey()));
  painters.push(paintForm);
  followers.push(paintForm);
  hear(document, 'submit', goOn);
  hear(document, 'asked', moved);
}

const atKey = () => `field/at/${drafter.id}`;
const ownKey = () => `field/own/${drafter.id}`;
const inRows = (rows) => rows.map((row) => row.join(CELL)).join(ROW);

// The field that an answer or a gap is of.
const fieldFor = (key) => drafter.named.get(fieldOf(key));
// What a gap says.
const labelOf = (key) => ((drafter && fieldFor(key)) || { label: '' }).label;

// Every answer, as a row: its key, the field's type and label, the text.
function answersNow() {
  const keys = keysAndFields();
  const texts = table(ask('texts', keys.map(([key]) => `field/${key}`).join(ROW)));
  return keys.map(([key, field], index) => {
    let [text] = texts[index];
    if (field.takesEvidence) text = counted(evidenceNow() + text);
    // Nothing where it was chosen in another letter, and this one does not offer it.
    if (text && field.options[0]) ({ text } = field.options.find(({ value }) => value === text) || { text: '' });
    return [key, field.type, field.label, text];
  });
}

// Makes the letter anew, if anything has changed. What somebody types changes one answer.
function draft(key, text) {
  const at = ask('pending') ? '' : `${ask('state')} ${page.today()}`;
  if (at && at === drafter.at) return;
  const typed = key && drafter.answers.find(([name]) => key === `field/${name}`);
  const { takesEvidence } = typed ? fieldFor(typed[0]) : {};
  if (typed && typed[1] !== 'choice' && !takesEvidence) typed[3] = text;
  else drafter.answers = answersNow();
  const { answers } = drafter;
  const [told, ...drafted] = ask('draft', inRows(answers)).split(ROW);
  const [asked, mark] = told.split(CELL);
  const own = ask('text', ownKey());
  const letter = own ? ask('letter', own).split(ROW) : drafted;
  const runs = drafted.filter((row) => row.includes(`${CELL}{`)).flatMap((row) => row.split(CELL).slice(RUNS));
  const gaps = [...new Set(runs.filter((run) => run[0] === '{').map((run) => run.slice(1)))];
  Object.assign(drafter, { at, asked, mark, own, drafted, letter, gaps });
}

// The key of every answer the form asks for, row by row, with its field.
function keysAndFields() {
  const { fields } = drafter;
  const listed = fields.filter(({ list }) => list);
  const count = listed.length ? countRows(listed.map(({ name }) => name).join(' ')) : 1;
  const keys = fields.map((field) => [field.name, field]);
  for (let row = 2; row <= count; row += 1) for (const field of listed) keys.push([rowKey(field.name, row), field]);
  return keys;
}

// The evidence of the case that is worked on, each piece on a line of its own: what was ticked on its checklist, and what is
// in its log. Without a case, what was ticked on the checklists of the letter's situations.
function evidenceNow() {
  const state = ask('state');
  if (state === evidenceAt) return evidence;
  evidenceAt = state;
  const id = current();
  const [, situation] = table(ask('cases')).find(([known]) => known === id) || [];
  const pieces = table(page.read('[data-letter-evidence] >> span', 'data-keys .'))
    .filter(([items]) => !id || items.split('/')[0] === situation);
  const ticked = ticks(pieces.map(([items]) => items));
  evidence = pieces.filter((piece, index) => ticked[index]).map(([, said]) => `${said}\n`).join('');
  if (id) evidence += ask('pieces', key('evidence/'));
  return evidence;
}

// Lines counted; what was counted last is counted no second time.
let lines = ['', ''];

function counted(text) {
  if (lines[0] !== text) lines = [text, ask('counted', text)];
  return lines[1];
}

// Something to tell of an answer, as a row: its key, the field's label with the number of its row, what there is to say, and
// the question what was meant.
function toTell(key, said = '', day = '', guess = '') {
  const label = labelOf(key);
  const row = key.split('/')[1];
  if (guess) guesses[key] = guess;
  return [key, '', label && row ? `${label}（${row}）` : label, said, day && filled('meant', day), day && words.accept];
}

// What the letter lacks: what it prints and nobody has answered, and what it turns on and must be known.
function missing() {
  const { fields, answers, asked, gaps, printed } = drafter;
  const open = new Map();
  for (const gap of gaps) open.set(fieldOf(gap), [...(open.get(fieldOf(gap)) || []), gap]);
  const names = asked.split(' ');
  const empty = new Set(answers.filter(([, , , text]) => !text).map(([key]) => key));
  const turns = ({ name, required }) =>
    required && empty.has(name) && names.includes(name) && !printed.includes(name);
  return fields.flatMap((field) => open.get(field.name) || (turns(field) ? [field.name] : [])).map((key) => toTell(key));
}

const isUnreadable = ([, what]) => /^doubt-(date|money)/.test(what);
const doubtsOf = (answers) => table(ask('doubts', inRows(answers)));
// The answers that the letter rests on.
function inUse() {
  const names = drafter.asked.split(' ');
  return drafter.answers.filter(([key]) => names.includes(fieldOf(key)));
}

const tellDoubt = ([key, what, day, guess]) => toTell(key, words[what], day, guess);

// What is worth a second look before the letter leaves: what cannot be read, secrets, words that harm.
function doubts() {
  const answers = [...inUse(), [`own/${drafter.id}`, 'multiline', '', drafter.own]];
  const rows = [...doubtsOf(answers).map(tellDoubt), ...otherSums()];
  for (const [harmful, said] of table(page.read('[data-letter-tone] >> span', 'data-words .')))
    for (const word of harmful.split(' '))
      for (const [key, , , text] of answers)
        if (word && text.includes(word)) rows.push(toTell(key, `“${word}”：${said}`));
  return rows;
}

// Claims that differ from the sum of the payments.
function otherSums() {
  const answers = printedAnswers(inUse());
  const sum = (name) => answers.reduce((sum, [key, said]) => sum + (fieldOf(key) === name && parseFloat(said) || 0), 0).toFixed(2);
  return drafter.fields.filter(({ name, total }) => sum(name) * sum(total) && sum(name) !== sum(total))
    .map(({ name, total }) => toTell(name, filled('doubt-sum', sum(total))));
}

// What is to be said of the questions on the screen.
function errors() {
  const here = inForm('[data-now] [data-field]').map(({ dataset }) => dataset.field);
  const unreadable = doubtsOf(inUse()).filter(isUnreadable).map(tellDoubt);
  return inRows([...missing(), ...unreadable].filter(([key]) => here.includes(key)));
}

// Answers as the letter prints them.
const printedAnswers = (answers = drafter.answers) => table(ask('printed', inRows(answers)));

// What was answered before, under its first field's key: the answer as it is printed, of a list all rows. What the letter
// still misses a part of is not known.
function known() {
  const groups = [];
  printedAnswers().forEach(([key, said]) => {
    const { list } = fieldFor(key);
    const group = list && groups.find((group) => group.list === list);
    if (group) group.said += (list.split(' ')[0] === fieldOf(key) ? '\n' : ' ') + said;
    else groups.push({ list, key, said });
  });
  const misses = ({ list, key }) =>
    drafter.gaps.some((gap) => (list ? list.split(' ').includes(fieldOf(gap)) : gap === key));
  return groups.filter((group) => group.said.trim() && !misses(group)).map(({ key, said }) => [key, said]);
}

// Goes on to the next question. What is empty or cannot be read is told first, once.
function goOn() {
  draft();
  const rows = errors();
  // The review itself tells what is missing.
  if (!rows || returning || rows === toldErrors) return questions.next();
  tellErrors(rows);
  focus('[data-any=errors]');
}

function tellErrors(rows) {
  page.rows('errors', rows);
  toldErrors = rows;
}

function tellAsked() {
  if (toldAsked === drafter.asked) return;
  toldAsked = drafter.asked;
  questions.ask(toldAsked);
}

// Another screen is shown.
function moved() {
  tellErrors('');
  const shown = mode === 'questions' ? nameOf(now()) : mode === 'review' && review();
  if (shown) ask('type', atKey(), shown);
  else repaint();
}

function paintForm(key, text) {
  draft(key, text);
  tellAsked();
  const lacking = missing();
  const keys = lacking.map(([key]) => key).join(' ');
  if (keys !== toldMissing) questions.missing(keys);
  toldMissing = keys;
  if (toldErrors) tellErrors(errors());
  paintLetter(drafter.sheet, drafter.letter);
  clearTimeout(waiting);
  if (mode === 'questions') return;
  // What stands below all questions is seen later than they are.
  const isSeen = mode === 'review' || drafter.shown;
  drafter.shown = true;
  if (writing || !isSeen) waiting = setTimeout(paintReview, PAUSE, lacking);
  else paintReview(lacking);
}

function paintReview(lacking) {
  if (stopped()) return;
  const { id, own, part, drafted, letter, mark } = drafter;
  page.rows('missing', own ? '' : inRows(lacking));
  const [section] = fixed('[data-any=doubts]');
  // Nobody likes to be corrected while writing: it is told in the review, or when the letter is about to leave.
  if (section && mode === 'review') section.dataset.asked = '';
  if (section && page.has(section, 'data-asked')) page.rows('doubts', inRows(doubts()));
  const answered = printedAnswers(inUse()).filter(([, said]) => said);
  page.rows('answers', inRows(answered.map(([key, said]) => {
    const [, , link] = toTell(key);
    return [key, '', link, said, link];
  })));
  paintOwn(part('own'), own, mark, drafted);
  const short = part('short');
  if (short && short.open) {
    const said = ask('letter-short', letter.join(ROW));
    say('[data-count]', `${said.length}`);
    page.setAnswer(page.first(short, 'textarea'), said);
  }
  paintSent();
  if (mode !== 'review') return;
  // The page of the case has no template to make the letter from. Not now: nothing is changed while the page is painted.
  const text = ask('letter-text', drafted.join(ROW));
  if (ask('text', `field/draft/${id}`) !== text) setTimeout(keep, 0, `field/draft/${id}`, text);
}

// Where the person writes the letter in their own words.
function paintOwn(section, own, mark, drafted) {
  const area = section && page.first(section, 'textarea');
  if (!area) return;
  const changed = own && ask('text', `${ownKey()}/mark`) !== mark;
  page.show('[data-own-changed]', changed);
  page.show('[data-own-begun]', own);
  page.set(area, 'data-mark', mark);
  if (changed) section.open = true;
  // What is folded up needs no painting.
  if (!own && area !== document.activeElement && section.open) page.setAnswer(area, ask('letter-text', drafted.join(ROW)));
}

// Whether something should be said before the letter leaves that was not said yet. It is said where the person is led to.
function hasDoubts() {
  const section = one('[data-any=doubts]');
  if (!section || page.has(section, 'data-asked')) return false;
  section.dataset.asked = '';
  repaint();
  if (!section.hidden) section.focus();
  return !section.hidden;
}

// Takes over what an answer was guessed to mean.
function accept(button) {
  const { id } = button.closest('[data-id]').dataset;
  const section = button.closest('[tabindex]');
  keep(`field/${id}`, guesses[id]);
  // The button is gone with the doubt; whoever has no pointer goes on from there.
  if (section.hidden) focus('[data-guided=review] > section > h2,[data-guided=questions] [data-now] > legend');
  else section.focus();
}
