/**
 * Which methods apply where, beside the published matrix of methods and views. Every difference has a reason in
 * packages/algos/docs/matrix-differences.md, and every reason there a difference.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Applicability, applicability, checkSpec } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { ADAPTERS } from '../packages/algos/src/adapters/index.ts'
import { METHODS, requirementsOf } from './matrix/methods.ts'
import { VIEWS, specOf } from './matrix/views.ts'

const [head, ...lines] = textOf('test/matrix/published.csv').trim().split('\n')
const views = head.split(',').slice(1)
/** By method and view: R native, A adapted, N not applicable. */
const published = new Map(
  lines.map((line) => {
    const [method, ...kinds] = line.split(',')
    return [method, new Map(views.map((view, k) => [view, kinds[k]]))] as const
  }),
)

function textOf(path: string): string {
  return readFileSync(join(import.meta.dirname, '..', path), 'utf8')
}

/** The best answer among the algorithms that go by the method's name. */
function decide(method: string, view: string): Applicability {
  const { id, spec } = specOf(view)
  const answers = requirementsOf(method).map((requires) => applicability(id, spec, requires, ADAPTERS))
  const rank = ({ kind }: Applicability): number => ['runs', 'adapted', 'not-applicable'].indexOf(kind)
  return answers.toSorted((p, q) => rank(p) - rank(q))[0]
}

/** `method view: here; there`, for every cell that is applicable only here or only there. */
function differences(): string[] {
  return [...published].flatMap(([method, row]) =>
    [...row].flatMap(([view, kind]) => {
      const here = decide(method, view).kind !== 'not-applicable'
      return here === (kind !== 'N') ? [] : [`${method} ${view}: ${here ? 'applicable' : 'not'} here`]
    }),
  )
}

/** What the page lists: rows `| methods | views | applicable or not | why |`, each of all its methods in all its views. */
function listed(): string[] {
  const rows = textOf('packages/algos/docs/matrix-differences.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return rows.flatMap(([, methods, places, here, why]) => {
    expect(why, `a reason for ${methods} in ${places}`).not.toBe('')
    const names = (cell: string): string[] => cell.split(',').map((name) => name.trim().replaceAll('`', ''))
    return names(methods).flatMap((method) => names(places).map((view) => `${method} ${view}: ${here} here`))
  })
}

test('knows every method and every view of the published matrix', () => {
  expect([...METHODS.keys()].toSorted()).toEqual([...published.keys()].toSorted())
  expect(Object.keys(VIEWS)).toEqual(views)
  expect(published.size * views.length).toBe(741)
})

test('has a sound spec through the adapters of every cell', () => {
  for (const [method, row] of published) {
    for (const view of row.keys()) {
      const { id, spec } = specOf(view)
      for (const requires of requirementsOf(method)) {
        const answer = applicability(id, spec, requires, ADAPTERS)
        const adapters = answer.kind === 'adapted' ? answer.adapters : []
        const seen = adapters.reduce((below, adapter) => adapter.adapt(below, requires)!, spec)
        expect(() => checkSpec(seen, `${method} ${view}`)).not.toThrow()
      }
    }
  }
})

test('applies where the published matrix says, but for differences that are listed with a reason', () => {
  const found = differences().toSorted()
  const reasons = listed().toSorted()
  expect(new Set(reasons).size, 'a difference is listed twice').toBe(reasons.length)
  expect(
    found.filter((one) => !reasons.includes(one)),
    'not listed',
  ).toEqual([])
  expect(
    reasons.filter((one) => !found.includes(one)),
    'listed, and no difference any more',
  ).toEqual([])
})
