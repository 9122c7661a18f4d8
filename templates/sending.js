// A letter has left: the case gets an entry with the day, the way and the exact text, and what follows is offered.

const timeline = () => key('event/');
const sentPart = (selector) => page.first(drafter.part('sent'), selector);

// What follows from sending the letter by its answers; it is what is shown of that.
function outcome() {
  const found = page.all(drafter.part('sent'), '[data-way]').find(({ dataset: { way } }) =>
    !way || drafter.answers.some(([key, , , text]) => way === `${key} = ${text}`));
  page.place('[data-sent-way]', `[data-way="${found.dataset.way}"]`, found.dataset.way);
  return found.dataset;
}

// Shows what was sent last, until when to wait, and what comes then.
function paintSent() {
  const section = drafter.part('sent');
  if (!section) return;
  const of = (id, part) => ask('text', `${timeline()}${id}/${part}`);
  page.hide(sentPart('[data-sent-case]'), !!current());
  chooseSituation();
  const events = table(ask('list', timeline(), 'letter kind sent')).filter(([, letter]) => letter === drafter.id);
  const [id] = events.filter(([, , , sent]) => sent).pop() || [];
  page.hide(sentPart('[data-sent-done]'), !id);
  if (!id) return;
  const { arrived: kind } = outcome();
  const [arrived] = events.filter((event) => kind && event[2] === kind).pop() || [];
  page.setText(sentPart('[data-sent-words]'), filled('sent-done', ask('print', of(id, 'date')), of(id, 'channel')));
  page.bind('[data-sent-done] [data-part]', `${timeline()}${id}/`);
  const waiting = sentPart('[data-sent-waiting]');
  const next = sentPart('[data-sent-next]');
  if (waiting) page.hide(waiting, !!arrived);
  if (!next) return;
  // Where something follows from being received, no time limit runs before that.
  const begun = arrived || !kind ? of(arrived || id, 'date') : '';
  const day = ask('until', begun, of(id, 'asked'));
  page.setText(next, day ? filled('sent-until', day) : words['sent-next']);
}

// Chooses the situation that led here, once: the page before this one, or the checklist that was begun. What the person has
// chosen stays.
function chooseSituation() {
  const select = sentPart('[data-sent-case] select');
  if (page.has(select, 'data-chosen')) return;
  select.dataset.chosen = '';
  const situations = [...select.options].map(({ value }) => value);
  const led = situations.find((id) => document.referrer.includes(`/${id}.html`))
    || situations.find((id) => ask('begun', `${id}/`));
  if (led) select.value = led;
}

// Notes that the letter has left today, by the way that the button names. Without a case, one is started.
function send(button) {
  draft();
  const { event, arrived = '', asked = '', title: text } = outcome();
  // The letter as it was read, before the case has any say in it.
  const sent = ask('letter-text', drafter.letter.join(ROW));
  const until = ask('date', ask('text', `field/${asked}`));
  if (!current()) ask('open', sentPart('[data-sent-case] select').value);
  note({
    kind: (page.has(button, 'data-handed') && arrived) || event,
    date: page.today(),
    text,
    channel: button.dataset.channel,
    letter: drafter.id,
    asked: until,
    sent,
  });
}

// Notes that the other side has received the letter today.
function arrive() {
  note({ kind: outcome().arrived, date: page.today(), letter: drafter.id });
}

// Adds an entry to the case's timeline.
function note(parts) {
  const prefix = `${timeline()}${ask('new', timeline())}/`;
  for (const [part, text] of Object.entries(parts)) if (text) ask('put', prefix + part, text);
  ask('save');
  sentPart('[data-sent-words]').focus();
}
