/** What is wider than the screen scrolls by itself, also by keyboard: `Frame`; a table of plain text in it: `TextTable`. */
import type { ComponentChildren, JSX } from 'preact'

export function Frame({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="scroll" role="region" tabIndex={0} aria-label={label}>
      {children}
    </div>
  )
}

/** The columns `left` are words, all others numbers. The first column heads its row. */
export function TextTable({
  caption,
  titles,
  rows,
  left = [],
}: {
  caption: string
  titles: readonly string[]
  rows: readonly (readonly ComponentChildren[])[]
  left?: readonly string[]
}): JSX.Element {
  const kind = (i: number): string => {
    if (titles[i] === '#') return ''
    return i === 0 || left.includes(titles[i]) ? 'wrap' : 'right'
  }
  return (
    <Frame label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {titles.map((title, i) => (
              <th key={title} scope="col" class={kind(i)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, r) => (
            <tr key={r}>
              {cells.map((cell, i) =>
                i === 0 ? (
                  <th key={i} scope="row" class={kind(i)}>
                    {cell}
                  </th>
                ) : (
                  <td key={i} class={kind(i)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}
