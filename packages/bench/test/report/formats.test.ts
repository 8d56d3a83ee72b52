import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CSV_COLUMNS,
  type Leaderboards,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToJson,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from '../../src/report/index.ts'
import { smallMatrix } from './fixture.ts'
import { type Element, parseHtml, textOf } from './parse-html.ts'
import { parseCsv } from './parse-csv.ts'

const small = buildLeaderboards(smallMatrix())

/** The small leaderboards with a text put wherever a plugin's author, a message or a user could put one. */
function poisoned(text: string): Leaderboards {
  const json = JSON.stringify(small, (name, value: unknown) => {
    const free = ['title', 'name', 'family', 'reason', 'message', 'summary', 'source', 'description', 'note']
    const isName = name === 'name' && typeof value === 'string' && !value.includes(':')
    if (free.includes(name) && typeof value === 'string' && (name !== 'name' || isName)) return text
    return value
  })
  return { ...(JSON.parse(json) as Leaderboards), reproduce: [text], notices: [text] }
}

describe('markdown and text', () => {
  test('are what they were', async () => {
    await expect(leaderboardsToMarkdown(small)).toMatchFileSnapshot('golden/small.md')
    await expect(leaderboardsToText(small)).toMatchFileSnapshot('golden/small.txt')
    await expect(leaderboardsToText(small, { width: 48, color: true })).toMatchFileSnapshot(
      'golden/small-narrow-color.txt',
    )
  })

  test('an empty store is told in a line', () => {
    const empty = buildLeaderboards({ ...smallMatrix(), cells: [], failed: [] })
    expect(leaderboardsToText(empty)).toBe(
      'Gauntlet leaderboard\n0 settings · 0 algorithms · 0 cells\n\nno comparable results yet\n',
    )
  })

  test('no line is wider than the terminal, down to what must be shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 160 }), (width) => {
        const lines = leaderboardsToText(small, { width }).split('\n')
        const tables = lines.filter((line) => /^ *(#|\d+|–) {2}/.test(line))
        for (const line of tables) expect([...line].length).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('an adapted result is never shown as native, however narrow the terminal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 160 }), (width) => {
        const lines = leaderboardsToText(small, { width }).split('\n')
        const hard = lines.slice(lines.indexOf('toy/line:hard v1'))
        expect(hard.find((line) => line.startsWith('2  ppo'))).toMatch(/via share-parameters|†/)
      }),
    )
  })

  test('terminal escapes in a message never reach the terminal', () => {
    const text = leaderboardsToText(poisoned('\u001B[2J\u009B31m\r\nx\u202E'), { width: 200 })
    for (const letter of ['\u001B', '\u009B', '\r', '\u202E']) expect(text).not.toContain(letter)
  })

  test('every row of a markdown table has as many cells as its head, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lines = leaderboardsToMarkdown(poisoned(text)).split('\n')
        const rows = lines.filter((line) => line.startsWith('|'))
        let head = 0
        for (const [i, line] of rows.entries()) {
          const count = line.replaceAll(/\\[\\|]/g, '').split('|').length
          if (rows[i + 1]?.includes('---')) head = count
          expect(count).toBe(head)
        }
        expect(lines.join('\n')).not.toMatch(/<[a-z!/]/i)
      }),
      { numRuns: 60 },
    )
  })
})

describe('csv', () => {
  test('parses back to the same values, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const boards = poisoned(text)
        const [header, ...rows] = parseCsv(leaderboardsToCsv(boards))
        expect(header).toEqual([...CSV_COLUMNS])
        for (const row of rows) expect(row).toHaveLength(CSV_COLUMNS.length)
        const column = (name: (typeof CSV_COLUMNS)[number]): string[] =>
          rows.map((row) => row[CSV_COLUMNS.indexOf(name)])
        const summaries = [boards.overall, ...boards.domains].flatMap((table) => table.rows)
        const values = column('normalised').slice(0, summaries.length).map(Number)
        expect(values).toEqual(summaries.map(({ normalised }) => normalised.mean))
        const families = summaries.map(({ family }) => (/^[=+\-@\t\r]/.test(family) ? `'${family}` : family))
        expect(column('family').slice(0, summaries.length)).toEqual(families)
      }),
      { numRuns: 60 },
    )
  })

  test('text is never a formula, and numbers stay numbers', () => {
    for (const text of ['=cmd|"/c calc"!A0', '+1', '-1', '@x', '\t=1', '\r=1']) {
      const fields = parseCsv(leaderboardsToCsv(poisoned(text))).flat()
      expect(fields).toContain(`'${text}`)
      expect(fields.filter((field) => /^[=+@\t\r]|^-(?!\d)/.test(field))).toEqual([])
    }
    const negative = {
      ...small,
      overall: { ...small.overall, rows: [{ ...small.overall.rows[0], meanRank: -1.5 }] },
    }
    expect(parseCsv(leaderboardsToCsv(negative))[1]).toContain('-1.5')
  })

  test('has a row for every result, exclusion and result apart', () => {
    const rows = parseCsv(leaderboardsToCsv(small)).slice(1)
    const status = rows.map((row) => row[CSV_COLUMNS.indexOf('status')])
    const count = (kind: string): number => status.filter((one) => one === kind).length
    expect([count('ranked'), count('unranked'), count('not-applicable'), count('not-comparable')]).toEqual([
      15, 1, 1, 1,
    ])
  })
})

test('json is the leaderboards themselves, with the version of the format', () => {
  const parsed = JSON.parse(leaderboardsToJson(small)) as Leaderboards
  expect(parsed).toEqual(small)
  expect(parsed).toMatchObject({ format: 'gauntlet-leaderboards', formatVersion: 1 })
})

describe('latex', () => {
  /** Text without escaped signs. */
  const bare = (latex: string): string => latex.replaceAll(/\\[&%$#_{}]/g, '')

  test('is what it was', async () => {
    await expect(leaderboardsToLatex(small)).toMatchFileSnapshot('golden/small.tex')
  })

  test('tells failures, and on how many settings a row rests', () => {
    const latex = leaderboardsToLatex(small)
    expect(latex).toMatch(/1 & ppo via .* & 3 of 3 & 3--5\* & 1 threw, 1 timed-out /)
    expect(latex).toMatch(/-- & toy\/walker & .* & 2 of 3, 1 n\/a & 5 & 0 /)
    expect(latex).toMatch(/2 & ppo via share-parameters & 3.00 .* & 3\* & 1 threw, 1 timed-out /)
  })

  test('every environment is closed and every row has as many cells as the head, whatever the texts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '\\\\', '}{', '%&', '\\end{table}'),
        (p, q) => {
          const lines = bare(leaderboardsToLatex(poisoned(`x${p}${q}`))).split('\n')
          const open: string[] = []
          let columns = 0
          for (const line of lines.filter((one) => !one.startsWith('%'))) {
            const begun = /^ *\\begin\{(\w+)\}(?:\{(\w+)\})?/.exec(line)
            const ended = /^ *\\end\{(\w+)\}/.exec(line)
            if (begun !== null) open.push(begun[1])
            if (begun?.[1] === 'tabular') columns = begun[2].length
            if (ended !== null) expect(open.pop()).toBe(ended[1])
            if (line.endsWith(' \\\\')) expect(line.split(' & ').length).toBe(columns)
            expect(line.split('{').length).toBe(line.split('}').length)
            expect(line).not.toContain('%')
          }
          expect(open).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('html', () => {
  const collect = (root: Element, name: string): Element[] =>
    root.children.flatMap((child) =>
      typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...collect(child, name)],
    )

  test('is well formed, with unique ids and links that lead somewhere', () => {
    const root = parseHtml(leaderboardsToHtml(small))
    const all = (element: Element): Element[] =>
      element.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...all(child)]))
    const ids = all(root).flatMap(({ attributes }) => attributes.get('id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    for (const link of collect(root, 'a')) expect(ids).toContain(link.attributes.get('href')?.slice(1))
  })

  test('tables have captions, scopes and headings that sort', () => {
    const root = parseHtml(leaderboardsToHtml(small))
    const tables = collect(root, 'table')
    expect(tables).toHaveLength(12)
    for (const table of tables) {
      expect(collect(table, 'caption')).toHaveLength(1)
      for (const header of collect(table, 'th')) expect(header.attributes.get('scope')).toMatch(/^(col|row)$/)
      const widths = collect(table, 'tr').map(({ children }) => children.filter((c) => typeof c !== 'string'))
      expect(new Set(widths.map(({ length }) => length)).size).toBe(1)
    }
    const sortable = tables.filter((table) => table.attributes.get('class')?.includes('sortable'))
    expect(sortable).toHaveLength(6)
    for (const table of sortable) {
      const heads = collect(table, 'thead').flatMap((head) => collect(head, 'th'))
      expect(heads.filter(({ attributes }) => attributes.get('aria-sort') === 'ascending')).toHaveLength(1)
      for (const head of heads) expect(collect(head, 'button')).toHaveLength(1)
    }
  })

  test('asks nothing of the network', () => {
    const page = leaderboardsToHtml(small)
    expect(page).not.toMatch(/\b(src|srcset|action)=|@import|url\(|<link|<iframe/)
    // The one address is the charting library's own, in the notice that its licence wants kept.
    expect(page.match(/https?:[^\s'"<]*/g)).toEqual(['https://github.com/leeoniya/uPlot'])
    expect(page).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\b/)
    expect(page).toContain('default-src &#39;none&#39;')
  })

  test('names its style and script by the digests that browsers compute', () => {
    const page = leaderboardsToHtml(small)
    const policy = page.match(/Content-Security-Policy" content="([^"]*)"/)?.[1].replaceAll('&#39;', "'")
    for (const name of ['style', 'script']) {
      const text = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page)?.[1] ?? ''
      const digest = createHash('sha256').update(text).digest('base64')
      expect(policy).toContain(`${name}-src 'sha256-${digest}'`)
    }
  })

  test('an algorithm named in HTML is inert', () => {
    const name = `</script><script>alert(1)</script><img src=x onerror="alert(1)">'"&`
    const root = parseHtml(leaderboardsToHtml(poisoned(name)))
    expect(collect(root, 'script')).toHaveLength(2)
    expect(collect(root, 'img')).toHaveLength(0)
    expect(collect(root, 'h1').map(textOf)).toEqual([name])
  })

  test('stays well formed with the same elements, whatever the texts', () => {
    const shape = (page: string): string[] => page.match(/<[a-z]+/g) ?? []
    const expected = shape(leaderboardsToHtml(poisoned('x')))
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '"><b>', "' onload='", '-->'),
        (p, q) => {
          const page = leaderboardsToHtml(poisoned(`y${p}${q}`))
          parseHtml(page)
          expect(shape(page)).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  })
})
