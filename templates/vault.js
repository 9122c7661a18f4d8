// The passphrase: what is stored on this device can be kept encrypted.
//
// The module reads and writes its record at once, and encryption takes its time. So it is given a storage that keeps the
// record in plain words in memory, and seals it behind its back. What is stored says how it was sealed, and is told from a
// plain record by its version: a page of an earlier version touches nothing.
//
// The key stays in the tab's sessionStorage, and so until the tab is closed. A key that no script can read would have to
// lie in IndexedDB, which no browser empties when the last tab closes: whoever opens the site next could use it.

const SEALED = /^\{"format":"recourse","version":2,"cipher":/;
// As OWASP asks for PBKDF2 with SHA-256.
const ITERATIONS = 600000;
// Who asks for more would have a browser count for minutes, and seal nothing meanwhile.
const MOST_ITERATIONS = 10000000;
// What is changed in one moment is shorter, unless it is restored; then the backup is still there.
const LONGEST_LEFT = 1 << 20;

const vault = {
  key: null,
  // Of the key, what the stored text must name to be opened with it.
  salt: '',
  // What is stored and what it says; what the module has written last.
  raw: null,
  stored: '',
  plain: null,
  // What pages had no time to seal before they were left: names and texts.
  left: [],
  // Covers such a text, once.
  pad: null,
  waiting: false,
  busy: false,
  full: false,
};

const site = () => one('script[data-site]').dataset.site;
const place = (name) => `recourse:${site()}:${name}`;
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const isSealed = (text) => SEALED.test(text || '');

function encoded(bytes) {
  let signs = '';
  bytes = new Uint8Array(bytes);
  // A function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) signs += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(signs);
}

function decoded(text) {
  const signs = atob(text);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
  return bytes;
}

// A storage of the window's: even asking for it can throw.
function plainArea(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

// The same, with what is sealed in it opened.
page.area = (name) => {
  const area = plainArea(name);
  if (!area || name !== 'localStorage') return area;
  const saved = place('saved');
  return {
    getItem(key) {
      const text = area.getItem(key);
      // While anything is sealed, all of it is.
      if (key === place('since') && vault.key) return null;
      if (key !== saved || !vault.key) return text;
      if (text !== null && !isSealed(text)) forgetKey();
      else if (text !== vault.raw) reopen();
      // What could not be stored is not there: so it is written again.
      return vault.key ? vault.plain + (vault.full ? ' ' : '') : area.getItem(key);
    },
    setItem(key, text) {
      if (key !== saved || !vault.key) return area.setItem(key, text);
      vault.plain = text;
      vault.waiting = true;
      seal();
      if (vault.full) throw new Error('full');
    },
    removeItem(key) {
      if (key === saved) {
        forgetKey();
        namesOf('left:').forEach((name) => area.removeItem(name));
      }
      area.removeItem(key);
    },
  };
};

// Opens what is stored with the key of this tab, if it has one; before the module asks for anything.
async function openVault() {
  try {
    const [salt, key] = sessionStorage.getItem(place('key')).split(' ');
    await useKey(salt, await importKey(decoded(key)));
  } catch {
    vault.key = null;
  }
  await findLeft();
}

// Names of ours in the storage that begin so.
const namesOf = (name) => Object.keys(plainArea('localStorage') || {}).filter((known) => known.startsWith(place(name)));

// Sealing takes its time, and a page that is left has none. So there is a pad at hand, made with the key, to cover what
// was changed last; no pad covers two texts. Nobody reads such a text without the key, and nobody changes it unseen: its
// mark is a polynomial over its bytes at a place that only the pad tells, as one-time authenticators are.

const SECRETS = 16;
const PRIME = 2n ** 61n - 1n;

function markOf(bytes, pad) {
  const secret = new DataView(pad.buffer);
  const place = secret.getBigUint64(0);
  let mark = 1n;
  for (const byte of bytes) mark = ((mark + BigInt(byte)) * place) % PRIME;
  return `${(mark + secret.getBigUint64(8)) % PRIME}`;
}

const padOf = async (key, iv, length) =>
  new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(length)));

const covered = (bytes, pad) => bytes.map((byte, place) => byte ^ pad[SECRETS + place]);

async function makePad() {
  const iv = random(12);
  vault.pad = { iv, salt: vault.salt, bytes: await padOf(vault.key, iv, SECRETS + LONGEST_LEFT) };
}

// Two tabs that write in one moment do not see each other, and the browser keeps what one of them wrote. One that stays
// sees that, and writes again; one that is left leaves what it changed last beside the record, sealed or not.
function leave() {
  const { key, pad } = vault;
  const changed = askModule('pending');
  const before = key ? vault.stored : localStorage.getItem(place('saved'));
  if (key || changed) ask('save');
  if (key ? !pad || !(vault.waiting || vault.busy) : !changed || !isKept()) return;
  const { format, version, cleared, entries } = JSON.parse(askModule('backup'));
  const stored = before ? JSON.parse(before).entries : {};
  for (const key of Object.keys(entries))
    if (JSON.stringify(entries[key]) === JSON.stringify(stored[key])) delete entries[key];
  let left = JSON.stringify({ format, version, cleared, entries });
  if (key) {
    const bytes = new TextEncoder().encode(left);
    if (bytes.length > LONGEST_LEFT) return;
    vault.pad = null;
    const data = covered(bytes, pad.bytes);
    left = JSON.stringify({ salt: pad.salt, iv: encoded(pad.iv), data: encoded(data), mark: markOf(data, pad.bytes) });
    // The page may be shown again as it is.
    makePad();
  }
  localStorage.setItem(place(`left:${encoded(random(9))}`), left);
}

const isKept = () => document.documentElement.dataset.tool === 'saved' && !ask('private');

// Finds what pages have left, and uncovers what was sealed with this key.
async function findLeft() {
  vault.left = [];
  for (const name of namesOf('left:')) {
    try {
      const left = localStorage.getItem(name);
      const { entries, salt, iv, data, mark } = JSON.parse(left);
      if (entries) {
        vault.left.push([name, left]);
        continue;
      }
      const bytes = decoded(data);
      const pad = salt === vault.salt && (await padOf(vault.key, decoded(iv), SECRETS + bytes.length));
      if (pad && markOf(bytes, pad) === mark)
        vault.left.push([name, new TextDecoder().decode(covered(bytes, pad))]);
    } catch {
      // Damaged or changed; it is in nobody's way.
    }
  }
  if (vault.key) await makePad();
}

function joinLeft() {
  for (const [, text] of vault.left) if (vault.key || isKept()) edit('join', text);
  if (vault.key) seal();
  else if (isKept()) dropLeft();
}

const dropLeft = () => vault.left.splice(0).forEach(([name]) => localStorage.removeItem(name));

const importKey = (bytes) => crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function derived(passphrase, salt, iterations) {
  if (iterations > MOST_ITERATIONS) throw new Error('forged');
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: decoded(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
}

// Works with this key from now on, if it opens what is stored.
async function useKey(salt, key) {
  const raw = localStorage.getItem(place('saved'));
  const plain = await unsealed(raw, salt, key);
  Object.assign(vault, { key, salt, raw, plain, stored: plain, waiting: false, full: false });
}

async function unsealed(raw, salt, key) {
  const sealed = JSON.parse(raw);
  if (sealed.salt !== salt) throw new Error('sealed with another passphrase');
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: decoded(sealed.iv) }, key, decoded(sealed.data));
  return new TextDecoder().decode(bytes);
}

async function sealedText(plain, salt, key) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(plain));
  return JSON.stringify({
    format: 'recourse', version: 2, cipher: 'AES-GCM', iv: encoded(iv),
    derivation: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt, data: encoded(data),
  });
}

// Another tab has stored something: it is merged as soon as it is open. If this tab's key does not open it, the tab is locked.
async function reopen() {
  if (vault.busy) return;
  vault.busy = true;
  try {
    if (localStorage.getItem(place('saved'))) {
      const { waiting } = vault;
      await useKey(vault.salt, vault.key);
      vault.waiting = waiting;
    } else vault.raw = null;
  } catch {
    forgetKey();
  }
  vault.busy = false;
  happen('opened');
  seal();
}

// Stores what the module has written, unless another tab was faster; then that is merged first.
async function seal() {
  if (vault.busy || !vault.key) return;
  if (!vault.waiting) {
    if (!vault.full) dropLeft();
    return;
  }
  vault.busy = true;
  vault.waiting = false;
  const { key, salt, plain, raw } = vault;
  const sealed = await sealedText(plain, salt, key);
  vault.busy = false;
  if (vault.key !== key) return;
  if (localStorage.getItem(place('saved')) !== raw) {
    vault.waiting = true;
    return reopen();
  }
  const before = vault.full;
  try {
    localStorage.setItem(place('saved'), sealed);
    vault.raw = sealed;
    vault.stored = plain;
    vault.full = false;
  } catch {
    vault.full = true;
  }
  if (vault.full !== before) ask('save');
  seal();
}

function forgetKey() {
  vault.key = vault.pad = null;
  try {
    sessionStorage.removeItem(place('key'));
  } catch {
    // There was none to be kept.
  }
}

// Seals what is stored with a passphrase, for the first time or with another one.
async function setPassphrase(passphrase) {
  const salt = encoded(random(16));
  const bytes = await derived(passphrase, salt, ITERATIONS);
  const key = await importKey(bytes);
  await settled();
  let before, plain, raw;
  do {
    ask('save');
    before = localStorage.getItem(place('saved'));
    plain = ask('backup');
    raw = await sealedText(plain, salt, key);
    // Another tab may have been faster.
  } while (localStorage.getItem(place('saved')) !== before);
  // What was changed here meanwhile is in the module's own record, and is sealed with its next save.
  localStorage.setItem(place('saved'), raw);
  localStorage.removeItem(place('since'));
  await sealRescued(salt, key);
  Object.assign(vault, { key, salt, raw, plain, stored: plain, waiting: false, full: false });
  keepKey(salt, bytes);
  await makePad();
  ask('save');
}

// Waits until everything that was written is sealed.
async function settled() {
  ask('save');
  while (vault.key && (vault.waiting || vault.busy)) await new Promise((done) => setTimeout(done, 20));
}

// What could not be read and was set aside.
const rescues = () => namesOf('rescue:');

async function rescued() {
  const texts = rescues().map(async (name) => {
    const text = localStorage.getItem(name);
    return isSealed(text) ? unsealed(text, vault.salt, vault.key).catch(() => text) : text;
  });
  return (await Promise.all(texts)).join('\n\n');
}

// Seals it with this key, or with none. What does not open or does not fit stays as it is, and the page says so.
async function sealRescued(salt, key) {
  for (const name of rescues()) {
    try {
      let text = localStorage.getItem(name);
      if (isSealed(text)) text = await unsealed(text, vault.salt, vault.key);
      localStorage.setItem(name, key ? await sealedText(text, salt, key) : text);
    } catch {
      // It stays.
    }
  }
}

async function unlock(passphrase) {
  const { salt, iterations } = JSON.parse(localStorage.getItem(place('saved')));
  const bytes = await derived(passphrase, salt, iterations);
  await useKey(salt, await importKey(bytes));
  keepKey(salt, bytes);
  await findLeft();
  happen('opened');
  joinLeft();
}

// What a sealed backup says: it may have a passphrase of its own.
async function openBackup(text, passphrase) {
  const { salt, iterations } = JSON.parse(text);
  const key = salt === vault.salt && vault.key ? vault.key : await importKey(await derived(passphrase, salt, iterations));
  return unsealed(text, salt, key);
}

function keepKey(salt, bytes) {
  try {
    sessionStorage.setItem(place('key'), `${salt} ${encoded(bytes)}`);
  } catch {
    // Then the next page asks again.
  }
}

async function removePassphrase() {
  await settled();
  await sealRescued();
  const text = ask('backup');
  forgetKey();
  localStorage.setItem(place('saved'), text);
  ask('save');
}

// The page's part of it.

let working = false;

function mountVault() {
  window.addEventListener('pagehide', leave);
  // When everything is there to take it.
  setTimeout(joinLeft);
  hear(window, 'storage', async ({ key, newValue }) => {
    if (!newValue || !key.startsWith(place('left:'))) return;
    await findLeft();
    joinLeft();
  });
  on('click', '[data-action=rescue-save]', async (button) => saveFile(button, 'rescue-name', await rescued()));
  on('click', '[data-action=rescue-drop]', (button) =>
    confirmed(button, () => {
      rescues().forEach((name) => localStorage.removeItem(name));
      paintAll();
    }));
  // Sending a form would put what was typed into an address.
  document.addEventListener('submit', async (event) => {
    const form = page.target(event, '[data-vault]');
    if (!form || stopped()) return;
    event.preventDefault();
    if (working) return;
    working = true;
    say('[data-vault-message]', words['vault-working']);
    await (form.dataset.vault === 'open' ? unlockWith : setWith)(...page.all(form, 'input'));
    working = false;
  });
  on('click', '[data-action=vault-remove]', async () => {
    await removePassphrase();
    say('[data-vault-message]', words['vault-removed']);
    paintAll();
  });
  on('click', '[data-action=vault-lock]', async () => {
    await settled();
    forgetKey();
    page.go('');
  });
}

async function unlockWith(control) {
  let said = '';
  try {
    await unlock(control.value);
  } catch {
    said = 'vault-wrong';
  }
  control.value = '';
  said ? control.focus() : focus('h1');
  say('[data-vault-message]', words[said] || '');
}

async function setWith(first, second) {
  const short = [...first.value].length < 8;
  let said = short ? 'vault-short' : first.value !== second.value ? 'vault-differs' : 'vault-done';
  if (said === 'vault-done') {
    try {
      await setPassphrase(first.value);
      first.value = second.value = '';
    } catch {
      said = 'status-full';
    }
  } else first.focus();
  say('[data-vault-message]', words[said]);
  paintAll();
}

// While it is locked, nothing of the case is shown, and one line offers to unlock it.
function paintVault(keeping) {
  const locked = keeping === 'status-locked';
  const possible = !ask('private') && window.crypto && crypto.subtle;
  page.show('[data-unlock]', locked);
  page.show('[data-case]', !locked);
  page.show('[data-vault-missing]', !possible);
  page.show('[data-vault-off]', possible && !vault.key);
  page.show('[data-vault-on]', vault.key);
  page.show('[data-vault-form]', possible);
  if (locked) for (const button of matching(OPEN)) button.hidden = true;
}
