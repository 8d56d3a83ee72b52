/**
 * An algorithm as a composition: `Slot`, `Part`, `Recipe`; `checkComposition` and `requirementOf` say, before
 * anything runs, whether parts fit together and what they need of an environment together.
 */
import type { Requirement } from './applicability.ts'
import { GauntletError } from './errors.ts'
import { type Forms, LIST, OBJECT, TEXT, listOf, oneOf, requireForm, requireValue } from './form.ts'

/** The places that a composition can fill, in the order in which data passes through them. */
export const SLOTS = [
  'scheduler',
  'instance-sampler',
  'policy',
  'collector',
  'store',
  'reward-transform',
  'critic',
  'estimator',
  'objective',
  'aggregation',
  'regulariser',
  'optimiser',
  'trainer',
] as const

export type Slot = (typeof SLOTS)[number]

/** What a part says of itself: the batch's columns it reads and adds, and what it needs of an environment. */
export interface Part {
  readonly id: string
  readonly slot: Slot
  readonly reads: readonly string[]
  readonly adds: readonly string[]
  readonly needs: Requirement
}

/** A composition as data: for each slot the parts that fill it, in order, with their parameters. JSON. */
export type Recipe = Readonly<
  Partial<
    Record<
      Slot,
      readonly { readonly part: string; readonly parameters?: Readonly<Record<string, unknown>> }[]
    >
  >
>

/** What several parts of one slot may add: terms of one loss, and moves of different networks. */
const SUMS: readonly string[] = ['loss', 'moves']

/**
 * Refuses parts that do not fit: every column that a part reads must have been added by a part before it, and no two parts of a slot
 * may add the same, but for `loss` and `moves`, of which there may be several.
 * Errors: GauntletError naming the part, the column, and who could have added it, or who has.
 */
export function checkComposition(parts: readonly Part[]): void {
  const sorted = inOrder(parts)
  const present = new Set<string>()
  for (const [k, part] of sorted.entries()) {
    for (const column of part.reads) {
      if (present.has(column)) continue
      const later = parts.filter(({ adds }) => adds.includes(column)).map(({ id }) => id)
      const hint = later.length > 0 ? `it is added later, by ${later.join(', ')}` : 'no part adds it'
      throw new GauntletError('composition', `${part.slot} ${part.id} reads ${column}; ${hint}`)
    }
    for (const column of part.adds) {
      const rival = sorted.slice(0, k).find(({ slot, adds }) => slot === part.slot && adds.includes(column))
      if (rival !== undefined && !SUMS.includes(column)) {
        throw new GauntletError(
          'composition',
          `${part.slot} ${part.id} adds ${column}; ${rival.id} before it does too`,
        )
      }
      present.add(column)
    }
  }
}

/**
 * What the parts need of an environment together.
 * Errors: GauntletError naming the two parts whose needs exclude each other.
 */
export function requirementOf(parts: readonly Part[]): Requirement {
  let merged: Requirement = {}
  for (const part of inOrder(parts)) merged = merge(merged, part)
  return merged
}

/** What an environment has or has not, and a requirement asks for. */
type Asked =
  | 'opponent'
  | 'vector'
  | 'constraints'
  | 'population'
  | 'oneStep'
  | 'repeated'
  | 'outcome'
  | 'state'
  | 'finiteHorizon'
  | 'graph'
  | 'planes'
  | 'dataset'

/** Bounds that lie within both. */
function inside(p: Requirement['rewards'], q: Requirement['rewards']): Requirement['rewards'] {
  if (p === undefined || q === undefined) return p ?? q
  return [Math.max(p[0], q[0]), Math.min(p[1], q[1])]
}

const PART: Forms = {
  id: TEXT,
  slot: oneOf(...SLOTS),
  reads: listOf(TEXT),
  adds: listOf(TEXT),
  needs: OBJECT,
}

function inOrder(parts: readonly Part[]): Part[] {
  requireValue(parts, 'parts', LIST, 'composition')
  for (const [k, part] of parts.entries()) requireForm(part, `parts[${k}]`, PART, 'composition')
  return [...parts].sort((p, q) => SLOTS.indexOf(p.slot) - SLOTS.indexOf(q.slot))
}

function merge(sum: Requirement, { id, needs }: Part): Requirement {
  const same = <T>(name: string, p: T | undefined, q: T | undefined): T | undefined => {
    if (p === undefined || q === undefined || p === q) return p ?? q
    throw new GauntletError(
      'composition',
      `${id} needs ${name} ${String(q)}; the parts before it need ${String(p)}`,
    )
  }
  const common = <T>(
    name: string,
    p: readonly T[] | undefined,
    q: readonly T[] | undefined,
  ): readonly T[] | undefined => {
    if (p === undefined || q === undefined) return p ?? q
    const both = p.filter((item) => q.includes(item))
    if (both.length > 0) return both
    throw new GauntletError(
      'composition',
      `${id} needs ${name} ${q.join(' or ')}; the parts before it need ${p.join(' or ')}`,
    )
  }
  const least = (p: number | undefined, q: number | undefined): number | undefined =>
    p === undefined || q === undefined ? (p ?? q) : Math.min(p, q)
  const greatest = (p: number | undefined, q: number | undefined): number | undefined =>
    p === undefined || q === undefined ? (p ?? q) : Math.max(p, q)
  const unless = (name: 'masks' | 'delayed' | 'dependentFactors' | 'activity'): false | undefined =>
    sum[name] === false || needs[name] === false ? false : undefined
  const where = (name: Asked): true | undefined =>
    sum[name] === true || needs[name] === true ? true : undefined
  const merged: { [Name in keyof Required<Requirement>]: Requirement[Name] } = {
    environments: common('environments', sum.environments, needs.environments),
    agents: same('agents', sum.agents, needs.agents),
    sides: least(sum.sides, needs.sides),
    opponent: where('opponent'),
    actions: common('actions', sum.actions, needs.actions),
    jointActions: least(sum.jointActions, needs.jointActions),
    protocol: same('protocol', sum.protocol, needs.protocol),
    faces: [...new Set([...(sum.faces ?? []), ...(needs.faces ?? [])])],
    expert: same('expert', sum.expert, needs.expert),
    objectives: least(sum.objectives, needs.objectives),
    vector: where('vector'),
    constraints: where('constraints'),
    population: where('population'),
    oneStep: where('oneStep'),
    repeated: where('repeated'),
    outcome: where('outcome'),
    history: greatest(sum.history, needs.history),
    state: where('state'),
    finiteHorizon: where('finiteHorizon'),
    rewards: inside(sum.rewards, needs.rewards),
    masks: unless('masks'),
    delayed: unless('delayed'),
    dependentFactors: unless('dependentFactors'),
    activity: unless('activity'),
    graph: where('graph'),
    planes: where('planes'),
    dataset: where('dataset'),
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as Requirement
}
