// The running tool: starts the module, asks it, keeps what was changed, and brings the page in line with it.
// What things mean is asked of the module (`site-wasm/src/doors.rs`); each part of the page has a script of its own.

// How long a typed text may wait to be kept, in milliseconds; a tick only until the page shows it.
const SAVE_DELAY = 400;
const TICK_DELAY = 50;

const stopped = () => document.documentElement.dataset.tool === 'stopped';

// When the module breaks the page says so, and from then on touches nothing, least of all what was saved.
function guarded(act, instead) {
  if (stopped()) return instead;
  try {
    return act();
  } catch (error) {
    page.mark('data-tool', 'stopped');
    if (words['status-stopped']) say('[data-tool-status]', words['status-stopped']);
    throw error;
  }
}

const askModule = (what, first = '', second = '') => guarded(() => recourse.ask(what, first, second), '');

// What is asked with more than the module in it.
const HERE = {
  // The delay runs from the first unsaved change: whoever never pauses is saved too.
  tick(item, answer) {
    const waiting = askModule('pending');
    edit('touch', item, answer);
    if (!waiting) setTimeout(savePending, TICK_DELAY);
  },
  // A text that somebody writes; the mark, if there is one, says from which answers a letter in their own words began.
  type(key, text, mark) {
    const waiting = askModule('pending');
    const changed = askModule('type', key, text);
    if (changed === 'new' && mark) askModule('put', `${key}/mark`, mark);
    if (!changed) return;
    paint(followers, key, text);
    if (!waiting) setTimeout(() => whileWriting(savePending), SAVE_DELAY);
  },
  save: () => edit('save'),
  clear: () => edit('clear'),
  open: (situation) => edit('open', situation),
  remove: (prefix) => edit('remove', prefix),
  restore: () => edit('restore'),
  repaint,
  private: () => shelf.isPrivate(),
  'make-private': (isPrivate) => shelf.setPrivate(isPrivate),
  papers: showPapers,
  'save-papers': savePapers,
};

const ask = (what, ...given) => (HERE[what] || askModule.bind(null, what))(...given);

function edit(...asked) {
  const answer = askModule(...asked);
  repaint();
  return answer;
}

// Whether the page is brought in line while somebody writes: what is beside their words then waits for a pause.
let writing = false;

function whileWriting(act) {
  writing = true;
  act();
  writing = false;
}

function savePending() {
  if (askModule('pending')) ask('save');
}

// What brings each part of the page in line with the work. One that is broken fails alone.
const painters = [() => page.paint()];
// What follows each key before the next frame; all else waits for the save.
const followers = [];

function repaint() {
  paint(painters);
}

function paint(parts, ...changed) {
  for (const part of parts) {
    if (stopped()) return;
    attempt(() => part(...changed));
  }
}

function attempt(act) {
  try {
    act();
  } catch (error) {
    console.error(error);
  }
}

function openTool() {
  if (!one('script[data-site]')) return;
  shelf.choose();
  const shared = one('[data-shared-fields]');
  askModule('start', Math.random().toString(36).slice(2, 8), shared ? shared.dataset.sharedFields : '');
  [page.mount, mountRows, mountFields, mountLetter, mountDocuments].forEach(attempt);
  page.show('[data-needs-tool]', true);
  if (askModule('pending')) ask('save');
  else repaint();
  const reread = () => edit('reread');
  hear(document, 'visibilitychange', () => (document.hidden ? savePending() : reread()));
  hear(window, 'pagehide', savePending);
  hear(window, 'pageshow', reread);
  // Another tab has changed what is kept, or all of it.
  hear(window, 'storage', ({ key }) => [null, place('saved'), place('since')].includes(key) && reread());
  hear(document, 'told', repaint);
  // The vault may say so while the module is reading.
  hear(document, 'opened', () => setTimeout(() => {
    reread();
    savePending();
  }));
}

function hear(where, event, act) {
  where.addEventListener(event, (happened) => {
    if (!stopped()) act(happened);
  });
}
