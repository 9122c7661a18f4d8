// What the tool does with the document: looking, filling, and what the browser offers.
// It knows no case, no letter and no word of its own, keeps nothing, and sends nothing.

// Between the rows and the cells of what is handed over as one text.
const ROW = '\x1e';
const CELL = '\x1f';

// For how long a button says what it did, and a file stays to be taken.
const TELLING = 8000;
const TAKING = 60000;

// More bytes than a backup may have.
const LONGEST = 16000001;

// Apps whose own browser takes no file and says nothing of it, by what they call themselves.
const DEAF = /MicroMessenger| QQ\/|AlipayClient|DingTalk|Weibo|aweme/;

const page = {
  // Looking. A selector may be made of what a person saved, so it may be none.

  all(root, selector) {
    try {
      return [...((root && root.content) || root || document).querySelectorAll(selector)];
    } catch {
      return [];
    }
  },
  first(root, selector) {
    try {
      return ((root && root.content) || root || document).querySelector(selector);
    } catch {
      return null;
    }
  },
  target: (event, selector) => (event.target.closest ? event.target.closest(selector) : null),
  get: (element, name) => element.getAttribute(name) || '',
  has: (element, name) => element.hasAttribute(name),
  text: (element) => (element.content || element).textContent,

  // Filling: only what differs is touched, since a screen reader announces what is replaced.

  set(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  },
  setText(element, words) {
    const { textContent: before, firstChild: text } = element;
    if (before === words) return;
    if (element.childNodes.length !== 1 || text.nodeType !== 3) {
      element.textContent = words;
      return;
    }
    // Only what differs, so that a long paragraph need not be laid out anew for one key.
    const start = common(before, words, (text, length) => text.slice(0, length));
    const [rest, added] = [before.slice(start), words.slice(start)];
    const end = common(rest, added, (text, length) => text.slice(text.length - length));
    text.replaceData(start, rest.length - end, added.slice(0, added.length - end));
  },
  create(tag, name) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    return element;
  },
  remove: (element) => element.remove(),

  hide(element, hidden) {
    if (element.hidden === !hidden) element.hidden = hidden;
  },

  // Controls, in the words of an answer: a ticked box is `yes`, an empty one nothing.

  answer: (control) =>
    control.type === 'checkbox' ? (control.checked ? 'yes' : '')
    : control.type === 'radio' && !control.checked ? ''
    : control.value,
  setAnswer(control, answer) {
    if (control.type === 'checkbox') control.checked = answer === 'yes';
    else if (control.type === 'radio') control.checked = answer === control.value;
    else if (control.value !== answer) {
      control.value = answer;
      // A choice without this option shows that nothing is chosen.
      if (!control.value) control.value = '';
    }
  },

  // Many at once.

  // Of every element that matches its values under these names, as one text. `.` is its words, `=` its answer.
  // `template >> p` looks into a template.
  read(selector, names) {
    const value = (element) => (name) =>
      name === '.' ? page.text(element) : name === '=' ? page.answer(element) : page.get(element, name);
    return matching(selector)
      .map((element) => names.split(' ').map(value(element)).join(CELL))
      .join(ROW);
  },
  // Gives every element that matches a value: `words`; `.`, words without which it is not shown; `=`, its answer; or an
  // attribute, which it loses if the value is empty.
  writeAll: (selector, name, value) => fixed(selector).forEach((element) => put(element, name, value)),
  show: (selector, shown) => fixed(selector).forEach((element) => page.hide(element, !shown)),
  // Lets a list show these rows, touching only those that differ. The first cell names a row, the second says how it
  // stands, the others are the words for its slots.
  rows(name, text) {
    const [list] = fixed(`[data-rows=${name}]`);
    const rows = text ? text.split(ROW) : [];
    const shown = list.rowsShown || [];
    // How many are the same at the beginning, and at the end: between them rows come and go.
    const shorter = Math.min(rows.length, shown.length);
    let start = 0;
    let end = 0;
    while (start < shorter && rows[start] === shown[start]) start += 1;
    while (end < shorter - start && rows[rows.length - 1 - end] === shown[shown.length - 1 - end]) end += 1;
    for (let place = shown.length - end; place > rows.length - end; place -= 1) list.children[place - 1].remove();
    for (let place = shown.length - end; place < rows.length - end; place += 1) {
      const row = page.first(null, `[data-row=${name}]`).content.cloneNode(true);
      list.insertBefore(row, list.children[place] || null);
    }
    for (let index = start; index < rows.length - end; index += 1) {
      const [id, state, ...words] = rows[index].split(CELL);
      const element = list.children[index];
      page.set(element, 'data-id', id);
      page.set(element, 'data-state', state);
      page.all(element, '[data-slot]').forEach((slot, place) => put(slot, '.', words[place] || ''));
      // A link to the field that the row is about; something folded up, if there is anything in it.
      page.all(element, '[data-to]').forEach((link) => page.set(link, 'href', `#${link.dataset.to}${id}`));
      page.all(element, 'details').forEach((fold) => (fold.hidden = !page.first(fold, '[data-slot]:not([hidden])')));
    }
    list.rowsShown = rows;
    page.show(`[data-empty=${name}]`, !rows.length);
    page.show(`[data-any=${name}]`, rows.length);
  },
  // Fills a place with what a data block holds, unless that is what stands there. It is HTML that nothing has read so far:
  // of many such blocks a page shows one.
  place(place, block, name) {
    [place] = fixed(place);
    if (place.dataset.of === name) return;
    place.dataset.of = name;
    found = {};
    block = page.first(null, block);
    place.innerHTML = block ? block.text : '';
  },

  // The browser.

  warn: (message) => console.warn(message),
  mark: (name, value) => page.set(document.documentElement, name, value),
  today() {
    const two = (number) => `0${number}`.slice(-2);
    const now = new Date();
    // Only a test says which day it is.
    return document.documentElement.dataset.today
      || `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  },
  print() {
    try {
      window.print();
      return true;
    } catch {
      return false;
    }
  },
  go: (address) => (address ? location.assign(address) : location.reload()),
  // Lets a button say something for a while, and the screen reader with it.
  tell(button, words) {
    const own = button.ownLabel || (button.ownLabel = button.textContent);
    page.setText(button, words);
    page.writeAll('[data-tool-status]', 'words', words);
    setTimeout(() => {
      if (button.textContent === words) {
        button.textContent = own;
        button.removeAttribute('data-armed');
      }
      happen('told');
    }, TELLING);
  },
  // Copies a text in whatever way this browser allows. If none works, the text stands selected beside the button.
  copyText(button, text, copied, byHand) {
    const old = () => {
      matching('.copy-by-hand').forEach(page.remove);
      const area = page.create('textarea', 'copy-by-hand');
      area.readOnly = true;
      area.rows = 8;
      area.setAttribute('aria-label', button.textContent);
      area.value = text;
      button.after(area);
      area.focus();
      area.select();
      let done = false;
      try {
        done = document.execCommand('copy');
      } catch {
        // One more way for it to fail.
      }
      if (done) area.remove();
      page.tell(button, done ? copied : byHand);
    };
    // Missing on pages that are not served securely, and in some apps' own browsers.
    try {
      navigator.clipboard.writeText(text).then(() => page.tell(button, copied), old);
    } catch {
      old();
    }
  },
  // Gives the browser a file to keep; false where that is known to fail.
  save(name, type, bytes) {
    if (DEAF.test(navigator.userAgent)) return false;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), TAKING);
    return true;
  },
  // Gives the text of the file that was chosen, or as much as no backup can have.
  readFile(control, take) {
    const [file] = control.files;
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => take(reader.result);
    reader.readAsText(file.slice(0, LONGEST));
  },
};

function happen(event) {
  document.dispatchEvent(new Event(event));
}

// What stands on the page from the beginning is looked for once: a list of a thousand rows makes each look slow.
let found = {};

function fixed(selector) {
  const elements = found[selector] || matching(selector);
  if (elements.length) found[selector] = elements;
  return elements;
}

// How long the longest piece is that both texts have in common, by what takes a piece of this length from each. Compared
// piece by piece and not sign by sign, which takes a browser a hundred times as long.
function common(one, other, piece) {
  let least = 0;
  let most = Math.min(one.length, other.length);
  while (least < most) {
    const length = (least + most + 1) >> 1;
    if (piece(one, length) === piece(other, length)) least = length;
    else most = length - 1;
  }
  return least;
}

function matching(selector) {
  const [template, inside] = selector.split(' >> ');
  return inside ? page.all(page.first(null, template), inside) : page.all(null, selector);
}

function put(element, name, value) {
  if (name === '=') page.setAnswer(element, value);
  else if (name === '.' || name === 'words') {
    page.setText(element, value);
    if (name === '.') page.hide(element, !value);
  } else if (value) page.set(element, name, value);
  else element.removeAttribute(name);
}
