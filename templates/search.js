// The search: looks up the index, verifies and quotes from the pages themselves. Everything that is shown is set as
// text, so that no query and no page can become markup. How the index is made, src/search.rs tells.
(() => {
  'use strict';
  const FORMAT = 3;
  const TITLE = 2, HEADING = 1, TEXT = 0;
  // So many pages are looked for at first, and about so many bytes fetched for them, before the reader is asked; and so
  // many pages are fetched at once.
  const ENOUGH = 6, MOST_BYTES = 80000, AT_ONCE = 6;
  // And of pages with other words.
  const ENOUGH_OTHERS = 3;
  // A site of so few pages is read to the end at once: its pages are on their way to the device anyway.
  const FEW_PAGES = 200;

  const box = document.querySelector('[data-search-box]');
  const input = box.querySelector('input');
  const panel = box.querySelector('[data-search-panel]');
  const note = box.querySelector('[data-search-note]');
  const status = box.querySelector('[data-search-status]');
  const list = box.querySelector('[data-search-results]');
  const more = box.querySelector('[data-search-more]');
  const failed = box.querySelector('[data-search-failed]');
  const { index: indexPath, words: wordsPath, root } = box.dataset;

  let texts = {};
  const say = (key, values) => texts[key].replace(/\{(\w+)\}/g, (gap, name) => values[name]);

  // Comparing: as `src/search/fold.rs`.
  // Signs are left as they are: none of them counts.
  const halfWidth = (text) =>
    text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  // What is a letter in most texts is told without looking it up. Line ends stay, so that many texts can be folded as one.
  const SIGN = /(?:(?![a-z\d\u4e00-\u9fa5])[^\p{Alphabetic}\p{N}\n])+/gu;
  const fold = (text) => halfWidth(text).toLowerCase().replace(SIGN, '').replace(/ς/g, 'σ');

  // Grams and rows: as `src/search/grams.rs` and `src/search/rows.rs`.
  const mix = (hash, value) => Math.imul(hash ^ value, 0x9e3779b1);
  const hashOf = (gram) => {
    let hash = 0x811c9dc5;
    for (const c of gram) {
      hash = mix(hash, c.codePointAt(0));
      hash ^= hash >>> 15;
    }
    return Math.imul(hash, 0x85ebca77) >>> 0;
  };
  const isLatin = (...characters) => characters.every((c) => c !== undefined && c < '\x80');
  const gramsOf = (phrase) => {
    const c = Array.from(phrase);
    const grams = new Set();
    for (let i = 0; i + 1 < c.length; i++) {
      if (isLatin(c[i], c[i + 1], c[i + 2])) grams.add(c[i] + c[i + 1] + c[i + 2]);
      else if (!isLatin(c[i - 1], c[i], c[i + 1])) grams.add(c[i] + c[i + 1]);
    }
    return Array.from(grams, hashOf);
  };
  const checksum = (text) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash >>> 0;
  };
  // So many rows stand in a line.
  const LINE = 128;
  const unpack = (text, pages) => {
    const packed = text.split('\n');
    const lines = [];
    return (wanted) => {
      const number = Math.floor(wanted / LINE);
      if (!lines[number]) lines[number] = unpackLine(packed[number] || '', pages);
      return lines[number](wanted % LINE);
    };
  };
  const unpackLine = (text, pages) => {
    if (checksum(text.slice(8)) !== parseInt(text.slice(0, 8), 16)) throw new Error('damaged index');
    const bytes = atob(text.slice(8));
    let at = 0;
    // So many more bits, behind those of a value.
    const low = (width, value) => {
      while (width > 0) {
        const there = 8 - (at & 7), taken = Math.min(there, width);
        value = (value << taken) | ((bytes.charCodeAt(at >> 3) >> (there - taken)) & ((1 << taken) - 1));
        at += taken;
        width -= taken;
      }
      return value;
    };
    const unary = () => {
      let count = 0;
      while (low(1, 0)) count++;
      return count;
    };
    const inside = (numbers, from, count, begin, end) => {
      if (!count) return;
      const middle = count >> 1;
      const room = end - begin - count + 1;
      const width = 31 - Math.clz32(room);
      const short = 2 ** (width + 1) - room;
      let value = low(width, 0);
      if (value >= short) value = low(1, value) - short;
      const number = begin + middle + ((value + ((room - short) >> 1)) % room);
      inside(numbers, from, middle, begin, number);
      numbers[from + middle] = number;
      inside(numbers, from + middle + 1, count - middle - 1, number + 1, end);
    };
    // A row begins where the one before it ends, so what lies behind the row that is asked for is left for later.
    const rows = [];
    return (wanted) => {
      while (rows.length <= wanted) {
        const half = low(unary(), 1) - 1;
        const numbers = new Array(low(1, half));
        inside(numbers, 0, numbers.length, 0, pages);
        rows.push(numbers);
      }
      return rows[wanted];
    };
  };

  const urlOf = (path) => root + path.split('/').map(encodeURIComponent).join('/');
  // Files. Every request of the search goes through here; an edition in one file brings its files along.
  let fresh = false;
  // About what was fetched so far, and what the last page took: six tenths of a text's characters, once it is compressed.
  let cost = 0, pageCost = 10000;
  const costOf = (text) => text.length * 0.6;
  const read = (path, cache) => {
    const own = window.recourseFiles;
    if (own && path in own) return Promise.resolve(own[path]);
    const unreachable = (error) => {
      error.offline = true;
      throw error;
    };
    return fetch(urlOf(path), { cache: fresh ? 'reload' : cache }).catch(unreachable).then((answer) => {
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.text();
    }).then((text) => {
      cost += costOf(text);
      return text;
    });
  };
  // Keeps what was read; a failure is forgotten, so that the next try may succeed.
  const memory = [];
  const kept = (make) => {
    const promises = new Map();
    memory.push(promises);
    return (key) => {
      if (!promises.has(key)) {
        promises.set(key, make(key));
        promises.get(key).catch(() => promises.delete(key));
      }
      return promises.get(key);
    };
  };
  const openIndex = kept(() =>
    read(indexPath, 'no-cache').then((text) => {
      const index = JSON.parse(text);
      if (!index || index.format !== FORMAT) throw new Error('index of another format');
      // What is searched may be called like what every object has.
      Object.setPrototypeOf(index.synonyms, null);
      return index;
    }),
  );
  const openTexts = kept(() =>
    read(wordsPath).then((words) => {
      texts = JSON.parse(words);
    }),
  );
  const part = kept((name) =>
    openIndex().then((index) => (name in index.files ? index.files[name] : read(`${index.folder}${name}.txt`))),
  );
  const rowsOf = kept((number) =>
    openIndex().then((index) =>
      part(`rows${number}`).then((text) => unpack(text, index.pages)),
    ),
  );
  const pageAt = kept(async (number) => {
    const index = await openIndex();
    const addresses = await part(`pages${number >> index.addresses}`);
    const address = addresses.split('\n')[number & ((1 << index.addresses) - 1)];
    const html = await read(address);
    pageCost = costOf(html);
    return parse(html, address);
  });

  // A page's words: as `src/search/text.rs`. The text is gone through as it stands, since a parser's tree of the whole page
  // would take several times as long on a slow phone.
  const names = (list) => new Set(list.split(' '));
  const INLINE = names('a abbr b bdi bdo br cite code del dfn em i img input ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr');
  const SKIPPED = names('button noscript script select style template textarea');
  const VOID = names('area base br col embed hr img input link meta source track wbr');
  // The browser knows what signs are called; within this element nothing but them is read.
  const signs = document.createElement('textarea');
  const unescaped = (text) => (text.includes('&') ? ((signs.innerHTML = text), signs.value) : text);
  // Whether a tag has such an attribute; what stands between quotes is no attribute.
  const has = (attributes, name) => name.test(attributes) && name.test(attributes.replace(/"[^"]*"|'[^']*'/g, '""'));
  const REGION = /\sdata-search(?![\w-])/;
  const LEFT_OUT = /\s(hidden|data-search-skip)(?![\w-])/;
  // Tags without attributes that were met before, since most are such.
  const BARE = new Map();
  const parse = (html, address) => {
    const blocks = [];
    let text = '', field = TEXT, anchor = '', heading = '';
    const endBlock = () => {
      const words = unescaped(text).replace(/\s+/g, ' ').trim();
      text = '';
      if (!words) return;
      if (field === HEADING) heading = words;
      blocks.push({ text: words, field, anchor, heading });
    };
    // An element that is open, and how many of its name are open inside of it.
    let region = null, skipped = null;
    const places = [];
    const opened = (name) => ({ name, inside: 0, outer: anchor });
    const closedBy = (open, name, closing) => {
      if (name !== open.name) return false;
      if (!closing) open.inside++;
      return closing && open.inside-- === 0;
    };
    const tag = (closing, name, attributes) => {
      if (skipped) {
        if (closedBy(skipped, name, closing)) skipped = null;
        return;
      }
      const begins = !region && !closing && has(attributes, REGION);
      const leftOut = () => attributes && (attributes.includes(' class="cite"') || has(attributes, LEFT_OUT));
      if (!closing && (SKIPPED.has(name) || ((region || begins) && leftOut()))) {
        if (!VOID.has(name)) skipped = opened(name);
        return;
      }
      if (begins) region = opened(name);
      else if (region && closedBy(region, name, closing)) {
        endBlock();
        field = TEXT;
        region = null;
        places.length = 0;
        return;
      }
      if (!region || INLINE.has(name)) return;
      endBlock();
      const place = places[places.length - 1];
      if (place && closedBy(place, name, closing)) {
        anchor = place.outer;
        places.pop();
      }
      const level = name.length === 2 && name[0] === 'h' && name[1] <= '6' && Number(name[1]);
      const id = closing || !attributes ? '' : unescaped(/\sid="([^"]*)"|$/.exec(attributes)[1] || '');
      if (level) field = closing ? TEXT : level === 1 ? TITLE : HEADING;
      else if (id && !VOID.has(name)) places.push(opened(name));
      if (id || (level && !closing)) anchor = level === 1 ? '' : id;
    };
    const TAG = /<\/?([a-z][^\s\/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>?/iy;
    const last = html.lastIndexOf(' data-search');
    let at = Math.max(html.lastIndexOf('<', html.search(REGION)), 0);
    while (at < html.length && (region || at <= last)) {
      let next = html.indexOf('<', at);
      if (next < 0) next = html.length;
      if (region && !skipped) text += html.slice(at, next);
      const end = html.indexOf('>', next);
      const bare = end - next < 12 && BARE.get(html.slice(next + 1, end));
      TAG.lastIndex = next;
      const found = bare ? null : TAG.exec(html);
      if (bare) {
        tag(...bare, '');
        at = end + 1;
      } else if (found) {
        const is = [html[next + 1] === '/', found[1].toLowerCase()];
        tag(...is, found[2]);
        at = TAG.lastIndex;
        if (!found[2] && at === end + 1) BARE.set(html.slice(next + 1, end), is);
      } else if (html.startsWith('<!--', next)) {
        at = (html.indexOf('-->', next) + 1 || html.length) + 2;
      } else {
        // A sign that begins no tag.
        at = next + 1;
      }
    }
    endBlock();
    const folded = fold(blocks.map((block) => block.text).join('\n')).split('\n');
    blocks.forEach((block, i) => (block.folded = folded[i]));
    const title = blocks.find((block) => block.field === TITLE);
    return { address, blocks, title: title ? title.text : unescaped(/<title>([^<]*)|$/.exec(html)[1] || address) };
  };

  // Which pages may hold all phrases, and where at best: a list for each field.
  const candidates = async (phrases) => {
    const index = await openIndex();
    const grams = [].concat(...phrases.map(gramsOf));
    let pages = null;
    // On a larger site a few rows, from all over the query, until few pages are left.
    const step = index.parts ? 4 : grams.length;
    const spread = grams.map((gram, i) => [(i * 0.618) % 1, gram]).sort((a, b) => a[0] - b[0]);
    for (let from = 0; from < spread.length && from <= 2 * step; from += step) {
      if (pages && pages.size <= 12) break;
      const found = await Promise.all(spread.slice(from, from + step).map(async ([, gram]) => {
        const row = gram >>> (32 - index.bits);
        const size = 2 ** (index.bits - index.parts);
        const rows = await rowsOf(Math.floor(row / size));
        return [TEXT, HEADING, TITLE].map((field) => new Set(rows((row ^ field) % size)));
      }));
      found.forEach(([text, heading, title]) => {
        const next = new Map();
        text.forEach((page) => {
          // What a title has, the headings' rows have too; where they do not, the title's row promised too much.
          const best = !heading.has(page) ? TEXT : title.has(page) ? TITLE : HEADING;
          if (page >= index.pages || (pages && !pages.has(page))) return;
          next.set(page, pages ? Math.min(best, pages.get(page)) : best);
        });
        pages = next;
      });
    }
    const lists = [[], [], []];
    (pages || new Map()).forEach((field, page) => lists[field].push(page));
    return lists;
  };

  // The blocks that show a find, the best first, each under another heading. None if a phrase is missing.
  const finds = (page, phrases) => {
    if (!phrases.every((phrase) => page.blocks.some((block) => block.folded.includes(phrase)))) return [];
    const found = page.blocks.filter((block) => phrases.some((phrase) => block.folded.includes(phrase)));
    const anchors = new Set();
    return found
      .map((block, i) => [block, i])
      .sort((a, b) => b[0].field - a[0].field || a[1] - b[1])
      .map(([block]) => block)
      .filter((block) => !anchors.has(block.anchor) && anchors.add(block.anchor));
  };

  // Words within one typing error: a letter too many, too few, another, or two exchanged.
  const isNear = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    const ends = (x, y) => a.slice(i + x) === b.slice(i + y);
    return ends(1, 1) || ends(1, 0) || ends(0, 1) || (a[i] === b[i + 1] && a[i + 1] === b[i] && ends(2, 2));
  };
  const corrections = async (value) => {
    const { synonyms } = await openIndex();
    const words = (await part('words')).split('\n').concat(Object.keys(synonyms));
    const known = new Set(words);
    let queries = [''];
    halfWidth(value).toLowerCase().split(/([a-z]+)/).forEach((piece) => {
      const near = /^[a-z]{4}/.test(piece) && !known.has(piece) ? words.filter((word) => isNear(piece, word)) : [];
      const next = [];
      queries.forEach((query) => (near.length ? near : [piece]).forEach((word) => next.push(query + word)));
      queries = next.slice(0, 3);
    });
    return queries.filter((query) => fold(query) !== fold(value));
  };

  // Showing.
  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };
  const short = (text) => (text.length > 24 ? `${Array.from(text.slice(0, 48)).slice(0, 24).join('')}…` : text);
  // A text with its finds marked; a long one is cut to what stands around the first.
  const marked = (text, phrases) => {
    const characters = Array.from(text);
    let folded = '';
    const origin = [];
    characters.forEach((c, i) => {
      const letters = /[a-z\d\u4e00-\u9fa5]/.test(c) ? c : fold(c);
      folded += letters;
      for (let n = 0; n < letters.length; n++) origin.push(i);
    });
    const inside = new Set();
    let first = characters.length;
    phrases.forEach((phrase) => {
      for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + phrase.length)) {
        const last = origin[at + phrase.length - 1];
        first = Math.min(first, origin[at]);
        for (let i = origin[at]; i <= last; i++) inside.add(i);
      }
    });
    const from = characters.length > 90 && first < characters.length ? Math.max(0, first - 18) : 0;
    const to = Math.min(characters.length, from + 90);
    const nodes = [from ? '…' : ''];
    for (let i = from; i < to; ) {
      let end = i;
      while (end < to && inside.has(end) === inside.has(i)) end++;
      const piece = characters.slice(i, end).join('');
      nodes.push(inside.has(i) ? element('mark', '', piece) : piece);
      i = end;
    }
    if (to < characters.length) nodes.push('…');
    return nodes;
  };
  const itemFor = (page, blocks, phrases) => {
    const item = element('li');
    const address = urlOf(page.address);
    blocks.forEach((block, i) => {
      const link = element('a');
      link.href = block.anchor ? `${address}#${encodeURIComponent(block.anchor)}` : address;
      if (i === 0) link.append(element('span', 'search-title', ...marked(page.title, phrases)));
      if (block.heading) link.append(element('span', 'search-place', ...marked(block.heading, phrases)));
      const after = page.blocks[page.blocks.indexOf(block) + 1];
      const quoted = block.field === TEXT ? block : after && after.field === TEXT ? after : null;
      if (quoted) link.append(element('span', 'search-text', ...marked(quoted.text, phrases)));
      item.append(link);
    });
    return item;
  };
  const tell = (text) => {
    note.textContent = text;
    status.textContent = text;
  };
  const open = (opens) => {
    panel.hidden = !opens;
  };

  // Searching: every change of the query begins a new turn, and what an old one finds is dropped.
  let turn = 0;
  const isOld = (own) => own !== turn;
  const stopIfOld = (own) => {
    if (isOld(own)) throw new Error('another query');
  };

  // A search for pages that hold all phrases. `go` reads pages, those with the best field first, until so many more are
  // found or all that was fetched comes to `most`, and can be asked to go on. Until then `left` pages may hold the phrases.
  // Pages that are `spoken` for are shown elsewhere.
  const lookFor = async (own, phrases, seen, spoken) => {
    const lists = await candidates(phrases);
    // What is found later stands where its field belongs, not below what was found before.
    const places = [TEXT, HEADING, TITLE].map(() => document.createComment(''));
    list.append(places[TITLE], places[HEADING], places[TEXT]);
    const task = { count: 0, missing: 0, left: lists[0].length + lists[1].length + lists[2].length };
    let field = TITLE, at = 0, missed = null;
    // Pages that were read before the turn of their field.
    const early = new Map();
    const take = (found) => {
      found.sort((a, b) => b[1].length - a[1].length);
      found.forEach(([page, blocks]) => places[blocks[0].field].before(itemFor(page, blocks.slice(0, 3), phrases)));
      task.count += found.length;
    };
    const batch = async (numbers) => {
      const loaded = await Promise.all(numbers.map((number) => pageAt(number).catch((error) => {
        missed = error;
      })));
      stopIfOld(own);
      const good = [];
      loaded.forEach((page, i) => {
        const number = numbers[i];
        const blocks = page && !spoken(page) ? finds(page, phrases) : [];
        if (!page) task.missing++;
        // The index promised too much: the page's turn comes with those of its own field.
        const isEarly = blocks.length && blocks[0].field < field;
        if (isEarly) {
          lists[blocks[0].field].push(number);
          early.set(number, [page, blocks]);
          return;
        }
        task.left--;
        early.delete(number);
        if (!blocks.length || seen.has(number)) return;
        seen.add(number);
        good.push([page, blocks]);
      });
      take(good);
    };
    // Nothing that was read already is left for later.
    const takeEarly = () => {
      const found = Array.from(early).filter(([number]) => !seen.has(number));
      task.left -= early.size;
      for (let lower = TEXT; lower <= field; lower++) {
        const done = lower === field ? at : 0;
        lists[lower] = lists[lower].filter((number, i) => i < done || !early.has(number));
      }
      early.clear();
      found.forEach(([number]) => seen.add(number));
      take(found.map(([, one]) => one));
    };
    task.go = async (enough, most) => {
      const until = task.count + enough;
      for (; field >= TEXT; field--, at = 0) {
        if (at === 0) lists[field].sort((a, b) => a - b);
        while (at < lists[field].length) {
          const room = Math.floor((most - cost) / pageCost);
          if (task.count >= until || room < 1) {
            takeEarly();
            return;
          }
          const numbers = lists[field].slice(at, at + Math.min(AT_ONCE, until - task.count, room));
          at += numbers.length;
          await batch(numbers);
        }
      }
      if (missed && !task.count) throw missed;
    };
    return task;
  };
  const sum = (tasks, what) => tasks.reduce((total, task) => total + task[what], 0);
  // How far the cost may go; it always has room for a page.
  const allowed = () => cost + Math.max(MOST_BYTES, pageCost);
  const isLong = (phrase) => Array.from(phrase).length > 1;

  // All that one query leads to: groups of searches, each with words that say why it was made.
  const answer = async (own, value, phrase) => {
    const most = allowed();
    const { synonyms, pages } = await openIndex();
    const seen = new Set();
    const groups = [], notes = [];
    const all = () => [].concat(...groups.map((group) => group.tasks));
    const group = async (searches, key, line) => {
      const wanted = line ? ENOUGH_OTHERS : ENOUGH;
      const made = { key, line, tasks: [] };
      groups.push(made);
      for (const phrases of searches) {
        stopIfOld(own);
        // A page with the query itself is shown for that, if not now, then when the reader goes on.
        const task = await lookFor(own, phrases, seen, (page) => line && finds(page, [phrase]).length);
        made.tasks.push(task);
        const enough = wanted - sum(made.tasks, 'count');
        if (enough > 0) await task.go(enough, most);
      }
      return made;
    };
    const others = async (keys, key) => {
      const words = new Map();
      keys.concat(...keys.map((key) => synonyms[key])).forEach((word) => words.set(fold(word), word));
      words.delete(phrase);
      if (!words.size) return;
      const wanted = Array.from(words.keys()).slice(0, 8);
      const line = element('li', 'search-also', say('also', { words: wanted.map((key) => words.get(key)).join('、') }));
      line.hidden = true;
      list.append(line);
      await group(wanted.map((word) => [word]), key, line);
    };
    const found = () => seen.size || sum(all(), 'left');
    await group([[phrase]], 'found');
    if (phrase in synonyms) await others([phrase], found() ? 'also-more' : 'also-found');
    // What follows is for a query that stands nowhere: typing errors, several words apart, known words in a sentence.
    const tried = [phrase];
    if (!found()) {
      for (const query of await corrections(value)) {
        tried.push(fold(query));
        if ((await group([[fold(query)]])).tasks[0].count) notes.push(say('corrected', { words: query.trim() }));
      }
    }
    const parts = value.split(/\s+/).map(fold).filter(isLong);
    if (!found() && parts.length > 1 && (await group([parts])).tasks[0].count) notes.push(say('apart'));
    if (!found()) await others(Object.keys(synonyms).filter((key) => tried.some((query) => query.includes(key))), 'also-found');

    // A small site is on its way to the device as a whole, so nobody is asked whether to read on.
    let goesOn = pages <= FEW_PAGES && !(navigator.connection && navigator.connection.saveData);
    const tellAll = () => {
      const messages = [];
      groups.forEach(({ key, line, tasks }) => {
        const pages = sum(tasks, 'count');
        if (line) line.hidden = !pages;
        if (pages && line) messages.push(say(key, { words: line.textContent, pages }));
        else if (pages && key) messages.push(say(sum(tasks, 'left') ? 'so-far' : key, { pages }));
      });
      const left = sum(all(), 'left');
      if (!seen.size && !(left && goesOn)) messages.push(say(left ? 'not-yet' : 'none', { query: short(value.trim()) }));
      const missing = sum(all(), 'missing');
      if (missing) messages.push(say('missing', { pages: missing }));
      if (left && goesOn) messages.push(say('searching'));
      tell(messages.concat(notes).join(' '));
      more.hidden = !left || goesOn;
      more.textContent = say('more', { pages: left });
      list.setAttribute('aria-busy', Boolean(left && goesOn));
    };
    more.onclick = () => {
      const before = Array.from(list.querySelectorAll('a'));
      tell(say('searching'));
      more.hidden = true;
      // Whoever goes on wants more than before.
      answered(own, value, async () => {
        const until = 2 * seen.size + ENOUGH, most = allowed();
        for (const task of all()) if (seen.size < until) await task.go(until - seen.size, most);
        stopIfOld(own);
        // Now that it is known to stand nowhere, other words are tried.
        if (!found()) begin(value);
        else tellAll();
        const next = Array.from(list.querySelectorAll('a')).find((link) => !before.includes(link));
        (next || (more.hidden ? input : more)).focus();
      });
    };
    tellAll();
    for (let left = 0; goesOn && left !== sum(all(), 'left'); ) {
      left = sum(all(), 'left');
      for (const task of all()) await task.go(Infinity, Infinity);
      stopIfOld(own);
      tellAll();
    }
    goesOn = false;
    tellAll();
  };

  // Says what went wrong, if anything does. Whatever is thrown in an old turn goes unheard.
  const answered = async (own, value, work) => {
    try {
      await work();
    } catch (error) {
      if (isOld(own)) return;
      // If the network is there, the files are damaged, or the site has changed since they were read: once again.
      if (!error.offline && !fresh) {
        fresh = true;
        memory.forEach((promises) => promises.clear());
        begin(value);
        return;
      }
      console.error(error);
      fresh = false;
      tell(say(error.offline ? 'failed' : 'damaged'));
    }
  };

  const begin = async (value) => {
    const own = ++turn;
    more.hidden = true;
    list.textContent = '';
    failed.hidden = true;
    try {
      await openTexts();
    } catch (error) {
      console.error(error);
      if (!isOld(own)) failed.hidden = false;
      return;
    }
    if (isOld(own)) return;
    const phrase = fold(value);
    open(value.trim() !== '');
    if (!isLong(phrase)) {
      tell(value.trim() ? say('short') : '');
      return;
    }
    tell(say('searching'));
    answered(own, value, () => answer(own, value, phrase));
  };

  // Typing; a word that is still being composed is no query yet.
  let timer = 0, last = '';
  const changed = () => {
    clearTimeout(timer);
    if (input.value === last) return;
    timer = setTimeout(() => {
      last = input.value;
      begin(last);
    }, 120);
  };
  input.addEventListener('input', (event) => event.isComposing || changed());
  input.addEventListener('compositionend', changed);
  input.addEventListener('focus', () => {
    open(input.value.trim() !== '');
    openIndex().catch(() => {});
  });

  const close = () => {
    open(false);
    box.classList.remove('open');
    document.querySelector('[data-search-open]').setAttribute('aria-expanded', 'false');
  };
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const stops = [input].concat(Array.from(panel.querySelectorAll('a, button:not([hidden])')));
    const at = stops.indexOf(event.target);
    if (event.key === 'Escape') {
      event.preventDefault();
      if (panel.hidden) {
        input.value = last = '';
        close();
      } else {
        input.focus();
        open(false);
      }
    } else if (event.key === 'Enter' && at === 0) {
      const first = list.querySelector('a');
      if (first) first.click();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && at >= 0) {
      event.preventDefault();
      if (at === 0) open(input.value.trim() !== '');
      const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next && !(at === 0 && panel.hidden)) next.focus();
    }
  });
  panel.addEventListener('click', (event) => event.target.closest('a') && close());
  const outside = (event) => {
    const opener = document.querySelector('[data-search-open]');
    if (!box.contains(event.target) && !opener.contains(event.target)) open(false);
  };
  document.addEventListener('click', outside);
  document.addEventListener('focusin', outside);

  failed.hidden = true;
  openIndex().catch(() => {});
  changed();
})();
