// The browser's storage, for the module: it gives and takes texts, and knows keys, not what they mean. What the module
// could not read is never overwritten.
//
// Keys, for the site SITE:
//
// - `recourse:SITE:saved`: the record;
// - `recourse:SITE:rescue:1`, `…:2` and so on: texts found under the first key that were no record, as they were;
// - `recourse:SITE:private`, in the tab's own sessionStorage: the work is kept there too, until the tab is closed;
// - `recourse:SITE:probe`: written and removed at once, to see whether writing works.

// The storage that is used, what was read from it, and what of that the module knows.
let area = null;
let readText = null;
let knownText = null;

// What the module asks; see `site-wasm/src/storage.rs`. Nothing is an answer too: it worked.
const KEEPING = {
  read() {
    readText = area.getItem(place('saved'));
    if (readText === null) return '';
    return readText === knownText ? '=' : `:${readText}`;
  },
  known() {
    knownText = readText;
  },
  write(text) {
    if (area.getItem(place('saved')) !== text) store('saved', text);
    knownText = text;
  },
  probe() {
    store('probe', '1');
    area.removeItem(place('probe'));
  },
  setAside() {
    const text = area.getItem(place('saved'));
    let number = 1;
    let earlier = area.getItem(rescue(number));
    while (earlier !== null && earlier !== text) earlier = area.getItem(rescue((number += 1)));
    if (earlier === null && text !== null) store(`rescue:${number}`, text);
  },
  erase() {
    area.removeItem(place('saved'));
    for (let number = 1; area.getItem(rescue(number)) !== null; number += 1) area.removeItem(rescue(number));
  },
};

function use(name) {
  area = page.area(name);
  knownText = null;
}

const rescue = (number) => place(`rescue:${number}`);

function store(name, text) {
  try {
    area.setItem(place(name), text);
  } catch {
    throw 'full';
  }
}

page.shelf = (what, text) => {
  try {
    return KEEPING[what](text) || '';
  } catch (reason) {
    return reason === 'full' ? reason : 'blocked';
  }
};

const shelf = {
  // Whether the work is kept for this tab only.
  isPrivate() {
    try {
      return page.area('sessionStorage').getItem(place('private')) ? 'yes' : '';
    } catch {
      return '';
    }
  },
  choose: () => use(shelf.isPrivate() ? 'sessionStorage' : 'localStorage'),
  // Keeps the work for this tab only, or on this device again, and loads the page anew; says whether that worked.
  setPrivate(isPrivate) {
    try {
      const tab = page.area('sessionStorage');
      if (isPrivate) {
        tab.setItem(place('saved'), askModule('backup'));
        tab.setItem(place('private'), '1');
        ask('clear');
      } else {
        use('localStorage');
        if (!askModule('move')) throw 'blocked';
        tab.removeItem(place('private'));
        use('sessionStorage');
        KEEPING.erase();
        use('localStorage');
      }
    } catch {
      shelf.choose();
      return '';
    }
    page.go('');
    return 'yes';
  },
  // The first text that was set aside on this device.
  rescued() {
    try {
      return page.area('localStorage').getItem(rescue(1)) || '';
    } catch {
      return '';
    }
  },
};
