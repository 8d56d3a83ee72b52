import { readFileSync } from 'node:fs'

/** The rows of a reference table in test/golden, each by its columns' names. */
export function goldenRows(name: string): Record<string, string>[] {
  const text = readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')
  const [header, ...lines] = text.trim().split('\n').map(fields)
  return lines.map((line) => Object.fromEntries(header.map((column, k) => [column, line[k]])))
}

/** Fields may be quoted, and then hold commas. */
function fields(line: string): string[] {
  return [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].slice(0, -1).map((match) => match[2] ?? match[1])
}
