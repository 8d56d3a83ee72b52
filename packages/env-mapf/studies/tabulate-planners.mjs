#!/usr/bin/env node
/**
 * Writes what every scripted policy reaches on every setting, and the time that it takes, to `docs/planners.md`, and the best of them
 * to `src/planner-scores.ts`:
 *
 *     gauntlet run --env 'mapf/*' --algo random --algo 'mapf/*' --seeds 1
 *     gauntlet report --env 'mapf/*' --algo random --algo 'mapf/*' --seeds 1 --format json --out planners.json
 *     node packages/env-mapf/studies/tabulate-planners.mjs planners.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

/** @typedef {{ readonly name: string, readonly score: { readonly mean: number } | null, readonly microsecondsPerDecision: number | null }} Row */
/** @typedef {{ readonly algorithm: string, readonly score: number }} Published */
/** @typedef {{ readonly environment: string, readonly setting: string, readonly metric: { readonly direction: string }, readonly evaluation: { readonly episodes: number }, readonly rows: Row[], readonly literature: Published[] }} Board */

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: tabulate-planners.mjs REPORT.json')
  process.exit(2)
}
/** @type {{ readonly settings: Board[] }} */
const report = JSON.parse(readFileSync(file, 'utf8'))
// What is evaluated as another setting is, is there already.
const boards = report.settings.filter(({ setting }) => !setting.startsWith('follower-'))

const ENVIRONMENTS = {
  'mapf/lifelong':
    'Goals per step of 256, more is better; the mean of 128 episodes, one on each of the set’s scenarios (`small-4`: 256).',
  'mapf/oneshot':
    'Sum of costs in steps, less is better: who does not arrive counts with the 128 steps of the episode (`small-4`: 64).',
  'mapf/robot-runners':
    'Tasks finished in 500 steps (`small-4` 64, `delays-100` 1500), more is better; the mean of 128 instances.',
}

/**
 * Boards of an environment by set: `random` of `random-32`. What has no number of published agents stands together.
 *
 * @param {string} environment
 */
function setsOf(environment) {
  /** @type {Map<string, Board[]>} */
  const sets = new Map()
  for (const board of boards) {
    if (board.environment !== environment) continue
    const set = board.literature.length > 0 ? board.setting.replace(/-\d+$/, '') : 'others'
    sets.set(set, [...(sets.get(set) ?? []), board])
  }
  return sets
}

/**
 * @param {number} value
 * @param {number} digits
 */
function figures(value, digits) {
  const rounded = Number(value.toPrecision(digits))
  return rounded >= 10 ** (digits - 1) ? String(rounded) : rounded.toPrecision(digits)
}

/**
 * The number of agents, with which settings are named.
 *
 * @param {Board} board
 */
function agentsOf({ setting }) {
  return Number(/-(\d+)/.exec(setting)?.[1])
}

/**
 * A table whose columns are settings and whose rows are policies, then published methods.
 *
 * @param {readonly Board[]} columns
 * @param {readonly string[]} names
 * @param {(board: Board, name: string) => string} cellOf
 */
function table(columns, names, cellOf) {
  const head = ['', ...columns.map(({ setting }) => `\`${setting}\``)]
  const rows = names.map((name) => [name, ...columns.map((board) => cellOf(board, name))])
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** @param {readonly Board[]} columns */
function tablesOf(columns) {
  const policies = [...new Set(columns.flatMap(({ rows }) => rows.map(({ name }) => name)))].sort()
  const published = [
    ...new Set(columns.flatMap(({ literature }) => literature.map(({ algorithm }) => algorithm))),
  ]
  const quoted = new Map(policies.map((name) => [`\`${name.replace('mapf/', '')}\``, name]))
  const best = new Map(columns.map((board) => [board, bestOf(board).score]))
  const scores = table(columns, [...quoted.keys(), ...published], (board, name) => {
    const ours = rowOf(board, quoted.get(name))?.score?.mean
    if (ours !== undefined) return ours === best.get(board) ? `**${figures(ours, 4)}**` : figures(ours, 4)
    const theirs = board.literature.find(({ algorithm }) => algorithm === name)?.score
    return theirs === undefined ? '' : `_${figures(theirs, 4)}_`
  })
  const planners = [...quoted.keys()].filter((name) => quoted.get(name) !== 'random')
  const times = table(columns, planners, (board, name) => {
    const decision = rowOf(board, quoted.get(name))?.microsecondsPerDecision
    return decision == null ? '' : figures(decision * agentsOf(board), 2)
  })
  return `${scores}\n\nMicroseconds per step of one world:\n\n${times}`
}

/**
 * @param {Board} board
 * @param {string | undefined} name
 */
function rowOf({ rows }, name) {
  return rows.find((row) => row.name === name)
}

/**
 * The best of our policies.
 *
 * @param {Board} board
 */
function bestOf({ rows, metric }) {
  const sign = metric.direction === 'maximise' ? 1 : -1
  const finished = rows.flatMap(({ name, score }) => (score === null ? [] : [{ name, score: score.mean }]))
  const [best] = finished.sort((a, b) => sign * (b.score - a.score))
  return best
}

const pages = Object.entries(ENVIRONMENTS).map(([environment, text]) => {
  const sets = [...setsOf(environment)].map(
    ([set, columns]) => `### ${set === 'others' ? 'Other settings' : `\`${set}\``}\n\n${tablesOf(columns)}`,
  )
  return `## \`${environment}\`\n\n${text}\n\n${sets.join('\n\n')}`
})
writeFileSync(
  new URL('../docs/planners.md', import.meta.url),
  `# Scripted policies on every setting

Written by \`studies/tabulate-planners.mjs\`, which says how. Italics: published (Skrynnik et al. 2024, arXiv 2407.14931), 128 episodes. Bold: the best of
ours. Times are those of a matrix on one of two cores of a cloud x86-64 machine (AMD EPYC), Node 20.20, with other work on the other, searches
for distances included.

${pages.join('\n\n')}
`,
)

const entries = boards.map((board) => {
  const random = rowOf(board, 'random')?.score?.mean ?? Number.NaN
  const { name, score } = bestOf(board)
  return `  '${board.environment}:${board.setting}': { random: ${random.toPrecision(5)}, policy: '${name}', best: ${score.toPrecision(5)} },`
})
writeFileSync(
  new URL('../src/planner-scores.ts', import.meta.url),
  `/** What uniform random actions and the best scripted policy score on every setting: \`PLANNER_SCORES\`. Written by studies/tabulate-planners.mjs. */

/** Mean scores by environment and setting: of as many episodes as an evaluation has. */
export const PLANNER_SCORES: Readonly<
  Record<string, { readonly random: number; readonly policy: string; readonly best: number }>
> = {
${entries.join('\n')}
}
`,
)
