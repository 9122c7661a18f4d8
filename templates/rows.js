// A list in a form: the person adds a row for every transaction, and takes one away.

// Rows beyond this are another letter's.
const MOST = 50;

const rowKey = (field, row) => (row > 1 ? `${field}/${row}` : field);
const rowsOf = (list) => page.all(list, '[data-row]');
const fieldOf = (key) => key.split('/')[0];

// In how many rows something was answered, of a list with these fields; one at least.
const countRows = (fields) => Math.min(MOST, ask('last-row', fields));

// Before the fields: it makes the controls that they fill.
function mountRows() {
  painters.push(() => fixed('.rows').forEach(paintRows));
}

// As many rows as have answers, and those that were added and are still empty.
function paintRows(list) {
  const wanted = countRows(list.dataset.rows);
  while (rowsOf(list).length < wanted) appendRow(list);
}

// A further row: a copy of the first, with ids and fields of its own.
function appendRow(list) {
  const rows = rowsOf(list);
  const number = rows.length + 1;
  const row = rows[0].cloneNode(true);
  page.all(row, '.help,[data-warning],[data-slip]').forEach(page.remove);
  for (const name of ['id', 'for', 'data-field', 'name', 'data-pick'])
    for (const element of page.all(row, `[${name}]`)) page.set(element, name, rowKey(page.get(element, name), number));
  page.all(row, '[data-number]').forEach((counter) => page.setText(counter, `${number}`));
  rows[rows.length - 1].after(row);
  return row;
}

function addRow(button) {
  const list = button.closest('.rows');
  const row = rowsOf(list).length < MOST && appendRow(list);
  repaint();
  if (row) page.first(row, '[data-field]').focus();
}

// The rows behind the one that goes move up.
function removeRow(button) {
  const list = button.closest('.rows');
  const rows = rowsOf(list);
  const place = rows.indexOf(button.closest('[data-row]')) + 1;
  for (let number = place; number <= rows.length; number += 1)
    for (const field of list.dataset.rows.split(' ')) {
      const below = number < rows.length ? ask('text', `field/${rowKey(field, number + 1)}`) : '';
      ask('put', `field/${rowKey(field, number)}`, below);
    }
  if (rows.length > 1) rows[rows.length - 1].remove();
  ask('save');
  list.focus();
}
