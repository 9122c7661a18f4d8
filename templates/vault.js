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

const vault = {
  key: null,
  // Of the key, what the stored text must name to be opened with it.
  salt: '',
  // What is stored, and what it says.
  raw: null,
  plain: null,
  waiting: false,
  busy: false,
  full: false,
};

const site = () => one('script[data-site]').dataset.site;
const place = (name) => `recourse:${site()}:${name}`;
const encoded = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
const decoded = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const isSealed = (text) => SEALED.test(text || '');

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
      if (key === saved) forgetKey();
      area.removeItem(key);
    },
  };
};

// Opens what is stored with the key of this tab, if it has one; before the module asks for anything.
async function openVault() {
  try {
    const [salt, key] = sessionStorage.getItem(place('key')).split(' ');
    await useKey(salt, await importKey(decoded(key)));
    // What the page before this one had no time to seal.
    const unsealed = sessionStorage.getItem(place('unsealed'));
    sessionStorage.removeItem(place('unsealed'));
    if (unsealed) Object.assign(vault, { plain: unsealed, raw: null });
  } catch {
    vault.key = null;
  }
  window.addEventListener('pagehide', () => {
    if (vault.key && (vault.waiting || vault.busy)) sessionStorage.setItem(place('unsealed'), vault.plain);
  });
}

const importKey = (bytes) => crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function derived(passphrase, salt, iterations) {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: decoded(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
}

// Works with this key from now on, if it opens what is stored.
async function useKey(salt, key) {
  const raw = localStorage.getItem(place('saved'));
  const plain = await unsealed(raw, salt, key);
  Object.assign(vault, { key, salt, raw, plain, waiting: false, full: false });
}

async function unsealed(raw, salt, key) {
  const sealed = JSON.parse(raw);
  if (sealed.salt !== salt) throw new Error('sealed with another passphrase');
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: decoded(sealed.iv) }, key, decoded(sealed.data));
  return new TextDecoder().decode(bytes);
}

async function sealedText(plain, salt, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
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
  if (vault.busy || !vault.waiting || !vault.key) return;
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
    vault.full = false;
  } catch {
    vault.full = true;
  }
  if (vault.full !== before) ask('save');
  seal();
}

function forgetKey() {
  vault.key = null;
  try {
    sessionStorage.removeItem(place('key'));
    sessionStorage.removeItem(place('unsealed'));
  } catch {
    // There was none to be kept.
  }
}

// Seals what is stored with a passphrase, for the first time or with another one.
async function setPassphrase(passphrase) {
  const salt = encoded(crypto.getRandomValues(new Uint8Array(16)));
  const bytes = await derived(passphrase, salt, ITERATIONS);
  const key = await importKey(bytes);
  ask('save');
  const text = ask('backup');
  const raw = await sealedText(text, salt, key);
  // What was changed meanwhile is in the module's own record, and is sealed with its next save.
  localStorage.setItem(place('saved'), raw);
  Object.assign(vault, { key, salt, raw, plain: text, waiting: false, full: false });
  keepKey(salt, bytes);
  ask('save');
}

async function unlock(passphrase) {
  const { salt, iterations } = JSON.parse(localStorage.getItem(place('saved')));
  const bytes = await derived(passphrase, salt, iterations);
  await useKey(salt, await importKey(bytes));
  keepKey(salt, bytes);
  happen('opened');
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

function removePassphrase() {
  const text = ask('backup');
  forgetKey();
  localStorage.setItem(place('saved'), text);
  ask('save');
}

// The page's part of it.

function mountVault() {
  // Sending a form would put what was typed into an address.
  document.addEventListener('submit', (event) => {
    const form = page.target(event, '[data-vault]');
    if (!form || stopped()) return;
    event.preventDefault();
    page.tell(form.querySelector('[type=submit]'), words['vault-working']);
    (form.dataset.vault === 'open' ? unlockWith : setWith)(...page.all(form, 'input'));
  });
  on('click', '[data-action=vault-remove]', () => {
    removePassphrase();
    say('[data-vault-message]', words['vault-removed']);
    paintAll();
  });
  on('click', '[data-action=vault-lock]', async () => {
    ask('save');
    while (vault.waiting || vault.busy) await new Promise((done) => setTimeout(done, 20));
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
