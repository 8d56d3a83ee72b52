/** The page's script: a header's button sorts its table. Rows without a value come last, ties keep their order. */
export const SCRIPT = `
'use strict'
for (const table of document.querySelectorAll('table.sortable')) {
  const headers = [...table.tHead.rows[0].cells]
  const body = table.tBodies[0]
  headers.forEach((header, column) => {
    const button = header.querySelector('button')
    if (button) button.addEventListener('click', () => sort(column))
  })
  const sort = (column) => {
    const header = headers[column]
    const first = header.dataset.first || 'ascending'
    const second = first === 'ascending' ? 'descending' : 'ascending'
    const order = header.getAttribute('aria-sort') === first ? second : first
    const sign = order === 'ascending' ? 1 : -1
    const numeric = header.dataset.kind === 'number'
    const rows = [...body.rows].map((row) => ({ row, value: row.cells[column].dataset.value }))
    rows.sort((p, q) => {
      if (p.value === undefined || q.value === undefined) return (p.value === undefined) - (q.value === undefined)
      return sign * (numeric ? p.value - q.value : p.value < q.value ? -1 : Number(p.value > q.value))
    })
    for (const other of headers) other.removeAttribute('aria-sort')
    header.setAttribute('aria-sort', order)
    body.append(...rows.map(({ row }) => row))
  }
}
`
