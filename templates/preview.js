// Paints a letter as the static page does, touching only the lines that changed. A letter is a list of rows;
// `site-wasm/src/letter.rs` says what is in them.

const SHAPES = {
  T: ['h2', 'letter-title'],
  F: ['p', 'letter-flush'],
  P: ['p', ''],
  R: ['p', 'letter-right'],
  H: ['h3', ''],
  I: ['ol', ''],
  W: ['table', ''],
  // What is kept together on one sheet of paper.
  closing: ['div', 'letter-closing'],
};

// Where the runs of a row begin.
const RUNS = 4;

// The lines of some rows, each one child of the sheet: a list's items and a table's rows are one, and so is the closing.
function linesOf(rows, inClosing) {
  const lines = [];
  for (const row of rows) {
    const [sign, , kept] = row.split(CELL, 3);
    const kind = kept && !inClosing ? 'closing' : sign;
    const last = lines[lines.length - 1];
    if (last && last.kind === kind && /I|W|closing/.test(kind)) last.rows.push(row);
    else lines.push({ kind, rows: [row] });
  }
  for (const line of lines) line.text = line.rows.join(ROW);
  return lines;
}

function paintLetter(sheet, rows) {
  if (!sheet.linesShown) sheet.textContent = '';
  const shown = sheet.linesShown || [];
  const lines = linesOf(rows);
  sheet.linesShown = lines;
  const shorter = Math.min(shown.length, lines.length);
  let start = 0;
  let end = 0;
  const same = (one, other) => one.text === other.text;
  while (start < shorter && same(shown[start], lines[start])) start += 1;
  while (end < shorter - start && same(shown[shown.length - 1 - end], lines[lines.length - 1 - end])) end += 1;
  // One paragraph that says something else is most of what typing changes.
  const [before, after] = [shown[start], lines[start]];
  if (shown.length === lines.length && start + end + 1 === lines.length && before.kind === after.kind) {
    const words = plainWords(after);
    if (words && plainWords(before)) return page.setText(sheet.childNodes[start], words);
  }
  for (let left = shown.length - start - end; left > 0; left -= 1) sheet.childNodes[start].remove();
  const place = sheet.childNodes[start] || null;
  for (const line of lines.slice(start, lines.length - end)) sheet.insertBefore(elementOf(line), place);
}

// A paragraph's words, if it is nothing but words.
function plainWords({ kind, text }) {
  const runs = text.split(CELL).slice(RUNS);
  return /[FPR]/.test(kind) && runs.length === 1 && runs[0][0] === '"' && runs[0].slice(1);
}

function elementOf({ kind, rows }) {
  const element = page.create(...SHAPES[kind]);
  if (kind === 'closing') element.append(...linesOf(rows, true).map(elementOf));
  else
    rows.forEach((row, index) => {
      const [, number, , before, ...runs] = row.split(CELL);
      if (kind === 'I') {
        if (!index && number > 1) element.start = number;
        element.append(filledWith('li', runs));
      } else if (kind === 'W') element.append(tableRow(index, runs));
      else fillWith(element, before, runs);
    });
  return element;
}

// In a part of its own. Paper repeats the first, which names the columns, on every sheet.
function tableRow(index, runs) {
  const part = page.create(index ? 'tbody' : 'thead');
  const line = page.create('tr');
  const cells = [[]];
  for (const run of runs) run === '|' ? cells.push([]) : cells[cells.length - 1].push(run);
  line.append(...cells.map((cell) => filledWith(index ? 'td' : 'th', cell)));
  part.append(line);
  return part;
}

function filledWith(tag, runs) {
  const element = page.create(tag);
  fillWith(element, '', runs);
  return element;
}

// What was typed is text, never markup.
function fillWith(element, before, runs) {
  if (before) element.append(before);
  for (const run of runs) {
    const text = run.slice(1);
    if (run[0] === '"') element.append(text);
    else {
      const gap = page.create('span', 'gap');
      gap.dataset.gap = text;
      gap.textContent = labelOf(text);
      element.append(gap);
    }
  }
}
