// A form's controls remember what is typed into them.
//
// Input methods: a control's text is read at every `input`, composing or not, and again at `compositionend`, after which
// Chromium sends no `input` any more; long dictation is one composition, so waiting for its end would risk all of it. A
// control's text is never written while it is composed, nor while it holds words that are not saved yet.

const FIELD = '[data-field],[data-key]';

// The control in which something is being composed.
let composing = null;

// How the work stood when somebody typed: then only that one control has changed, and it says so itself.
let typedAt = '';

const keyOf = ({ dataset }) => dataset.key || `field/${dataset.field}`;

function mountFields() {
  // What was typed before the tool was there was typed by hand, whatever an earlier visit left.
  for (const control of matching(FIELD))
    if (page.has(control, 'data-touched')) ask('put', keyOf(control), page.answer(control));
  painters.push(paintFields);
  hear(document, 'compositionstart', (event) => (composing = page.target(event, FIELD)));
  for (const name of ['input', 'change', 'compositionend'])
    hear(document, name, (event) => {
      if (name === 'compositionend') composing = null;
      const control = page.target(event, FIELD);
      const picked = page.target(event, '[data-pick]');
      if (control) {
        typedAt = ask('state');
        whileWriting(() => attempt(() => takeOver(control)));
        typedAt = '';
      } else if (picked) {
        // A day from a calendar, in the form in which it would be typed.
        const day = ask('print', picked.value);
        if (day) keep(`field/${picked.dataset.pick}`, day);
      }
    });
}

function paintFields() {
  if (typedAt && typedAt === ask('state')) return;
  // Asked for anew: the rows of a list come and go.
  const controls = matching(FIELD);
  const kept = table(ask('texts', controls.map(keyOf).join(ROW)));
  controls.forEach((control, index) => {
    const [text, pending] = kept[index];
    // A letter that nobody rewrote shows what the answers make.
    const drafted = page.has(control, 'data-mark') && !text;
    if (!pending && !drafted && control !== composing) page.setAnswer(control, text);
  });
}

function takeOver(control) {
  const key = keyOf(control);
  const { label = '', mark } = control.dataset;
  let answer = page.answer(control);
  // What a field is called tells what a number in it is: 交易单号 is no card's.
  const [[secret, covered] = []] = table(ask('covered', label + answer));
  if (secret) {
    warn(control, words[secret]);
    answer = covered.slice(label.length);
  }
  ask('type', key, answer, mark);
}

// Says beside a control what of it is not kept.
function warn(control, said) {
  let note = control.nextElementSibling;
  if (!note || !page.has(note, 'data-warning')) {
    note = page.create('p', 'field-warning');
    note.dataset.warning = '';
    note.setAttribute('role', 'alert');
    control.after(note);
  }
  if (said) page.setText(note, said);
}
