/** What the terminal's tables only mark or leave out, a line each: `legend`, `apartLines`, `excuseLines`. */
import { cut, plainLine, plural } from './format.ts'
import type { ApartRow, Leaderboards } from './model.ts'
import { distinct, groupBy } from './order.ts'
import { notComparable } from './setting-row.ts'

/** Lines of one kind that are shown; the rest is counted. */
const SHOWN = 10
/** Settings that are named; more are counted. */
const NAMED = 3
/** Characters of a line. */
const LONGEST = 300
const MISSING = /^(?:environment|algorithm|adapter) (.+) is not installed$/

interface Pair {
  readonly environment: string
  readonly setting: string
  readonly algorithm: string
  readonly reason: string
}

/** What the signs in the tables mean, as far as they occur. */
export function legend(parts: readonly string[]): string {
  const told = [
    ...(parts.some((part) => part.includes('†')) ? ['† through adapters'] : []),
    ...(parts.some((part) => / \[-?[\d.]+, -?[\d.]+\]/.test(part))
      ? ['[low, high]: 95 % interval, bootstrap over seeds']
      : []),
    ...(parts.some((part) => /^.*# {2}.* steps\b/m.test(part))
      ? ['steps: training + evaluation per seed']
      : []),
  ]
  return told.join(' · ')
}

/** Which algorithms do not apply where, and why. */
export function excuseLines({ notApplicable }: Leaderboards): string[] {
  return shortened(pairLines('not applicable', notApplicable))
}

/** Why results are in no table: what is not installed, then what else sets them apart. */
export function apartLines({ notComparable: rows }: Leaderboards): string[] {
  const missing = rows.filter((row) => missingNames(row).length > 0)
  const others = rows.filter((row) => missingNames(row).length === 0)
  const names = distinct(missing.flatMap(missingNames)).map(plainLine)
  const whose = names.length === 1 ? 'its plugin' : 'their plugins'
  const cells = missing.flatMap(({ finished, failed }) => [finished, ...failed.map(({ count }) => count)])
  const leftOut = `${plural(
    cells.reduce((sum, count) => sum + count, 0),
    'cell',
  )} left out`
  const pairs = others.map(({ environment, setting, algorithm, notices }) => ({
    environment,
    setting,
    algorithm,
    reason: notices.map(reasonOf).join('; '),
  }))
  return [
    ...(names.length === 0
      ? []
      : [`not installed: ${names.join(', ')}; load ${whose} with --plugin (${leftOut})`]),
    ...shortened(pairLines('not comparable', pairs)),
  ]
}

function missingNames({ notices }: ApartRow): string[] {
  return notices.flatMap((notice) => MISSING.exec(reasonOf(notice))?.[1] ?? [])
}

function reasonOf(notice: string): string {
  const start = notComparable('')
  return notice.startsWith(start) ? notice.slice(start.length) : notice
}

/** One line for each domain, algorithm and reason. */
function pairLines(what: string, pairs: readonly Pair[]): string[] {
  const groups = groupBy(pairs, ({ environment, algorithm, reason }) =>
    JSON.stringify([domainOf(environment), algorithm, reason]),
  )
  return [...groups.values()].map((same) => {
    const settings = distinct(same.map(({ environment, setting }) => `${environment}:${setting}`))
    const [{ environment, algorithm, reason }] = same
    const where =
      settings.length > NAMED
        ? `${plural(settings.length, 'setting')} of ${domainOf(environment)}`
        : settings.join(', ')
    return cut(plainLine(`${what}: ${algorithm} on ${where}: ${reason}`), LONGEST)
  })
}

function domainOf(environment: string): string {
  return environment.split('/')[0]
}

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - SHOWN
  return [
    ...lines.slice(0, SHOWN),
    ...(rest > 0 ? [`and ${rest} more: see gauntlet report --format md`] : []),
  ]
}
