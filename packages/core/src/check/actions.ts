/** Checks of which actions are legal, and of what happens to those that are not. */
import type { Environment } from '../environment.ts'
import { type ActionArray, actionWidth, boundAt, maskWidth } from '../spaces.ts'
import { type Player, play } from './play.ts'
import { requireIllegal, requireRefused } from './refusals.ts'
import { type Check, fail, skip } from './report.ts'
import { batchDifference } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'

export const ACTION_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'actions/mask',
    title: 'every agent has a legal choice, one that waits has exactly one',
    run: (subject) => requireChoices(subject),
  },
  {
    id: 'actions/masked-refused',
    title: 'an action that its mask forbids is refused, naming world and agent, and nothing moves',
    run(subject) {
      if (!subject.spec.masked) skip('there is no mask')
      return requireRefusals(subject, maskedTrials)
    },
  },
  {
    id: 'actions/outside-refused',
    title: 'an action outside its space is refused, naming world and agent, and nothing moves',
    run: (subject) => requireRefusals(subject, outsideTrials),
  },
  {
    id: 'actions/outside-clipped',
    title: 'a box that clips takes a number beyond its bound as the bound',
    run: (subject) => requireClipping(subject),
  },
  {
    id: 'actions/form-refused',
    title: 'actions of another type or length are refused, and nothing moves',
    run: (subject) => requireFormRefused(subject),
  },
  {
    id: 'actions/left-alone',
    title: 'a step leaves the given legal actions as they were',
    async run(subject) {
      const environment = await subject.make(2)
      const player = play(environment, subject.seed)
      for (let t = 0; t < subject.steps; t++) {
        const given = player.choose().slice()
        environment.step(player.actions)
        const i = given.findIndex((value: number, k: number) => !Object.is(value, player.actions[k]))
        if (i >= 0)
          fail(`step ${t}: number ${i} of the actions is ${player.actions[i]}, expected ${given[i]}`)
      }
      return `${subject.steps} steps of 2 worlds`
    },
  },
]

async function requireChoices(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const { spec } = environment
  if (!spec.masked && spec.sides === 1) skip('there is no mask')
  const player = play(environment, subject.seed)
  for (let t = 0; t <= subject.steps; t++) {
    for (let i = 0; i < 3 * spec.agents; i++) requireChoice(environment, i, t)
    player.step()
  }
  return `${subject.steps} steps of 3 worlds`
}

/** Counts legal choices in every factor of row `i`. A set of elements may always be empty. */
function requireChoice(environment: Environment, i: number, t: number): void {
  const { spec, actionMask, active, terminated, truncated, ended } = environment
  const w = Math.floor(i / spec.agents)
  const finished = ended[w] === 0 && (terminated[i] === 1 || truncated[i] === 1)
  const waits = active !== undefined && active[i] === 0 && !finished
  const counts = factorCounts(environment)
  let offset = i * maskWidth(spec.action)
  counts.forEach((count, f) => {
    const mask = actionMask?.subarray(offset, offset + count) ?? new Uint8Array(count).fill(1)
    const legal = mask.reduce((sum, bit) => sum + bit, 0)
    const place = `world ${w}, agent ${i % spec.agents}, step ${t}, factor ${f}`
    if (legal === 0) fail(`${place}: no choice is legal, expected at least one`)
    if (waits && legal !== 1) fail(`${place}: waits with ${legal} legal choices, expected exactly one`)
    offset += count
  })
}

/** Choices of each factor; none where an action is no choice. */
function factorCounts({ spec: { action } }: Environment): readonly number[] {
  return action.kind === 'discrete' ? [action.n] : action.kind === 'multi-discrete' ? action.counts : []
}

/** One number of an action that is to be refused: element `index` of row `row` (world × agent). */
interface Trial {
  readonly row: number
  readonly index: number
  readonly value: number
}

/** Tries illegal actions on an environment beside one that never hears of them. Returns how many. */
async function requireRefusals(
  subject: EnvironmentSubject,
  trialsOf: (environment: Environment, t: number) => Trial[],
): Promise<string> {
  const [environment, untouched] = [await subject.make(3), await subject.make(3)]
  const players = [play(environment, subject.seed), play(untouched, subject.seed)]
  let refused = 0
  for (let t = 0; t <= subject.steps; t++) {
    const difference = batchDifference(environment.spec, environment, untouched)
    if (difference !== undefined) fail(`step ${t}, after actions had been refused, ${difference}`)
    for (const player of players) player.choose()
    for (const trial of trialsOf(environment, t)) {
      requireRefusal(environment, players[0], trial, t)
      refused++
    }
    environment.step(players[0].actions)
    untouched.step(players[1].actions)
  }
  return refused > 0 ? `${refused} actions refused` : skip('every action was legal')
}

function requireRefusal(environment: Environment, { actions }: Player, trial: Trial, t: number): void {
  const { spec } = environment
  const world = Math.floor(trial.row / spec.agents)
  const agent = trial.row % spec.agents
  const place = `world ${world}, agent ${agent}, step ${t}: action ${trial.value}`
  const legal = actions.slice()
  actions[trial.row * actionWidth(spec.action) + trial.index] = trial.value
  requireIllegal(environment, actions, world, agent, place)
  actions.set(legal)
}

/** For up to four rows, one choice that the mask forbids. */
function maskedTrials(environment: Environment, t: number): Trial[] {
  const { spec, actionMask } = environment
  const { action } = spec
  const counts =
    action.kind === 'combinatorial'
      ? Array.from({ length: action.elements }, () => 1)
      : factorCounts(environment)
  const rows = environment.batch * spec.agents
  const trials: Trial[] = []
  for (let n = 0; n < rows && trials.length < 4; n++) {
    const row = (n + t) % rows
    let offset = row * maskWidth(action)
    for (let index = 0; index < counts.length; index++) {
      const choice = actionMask!.subarray(offset, offset + counts[index]).indexOf(0)
      offset += counts[index]
      if (choice < 0) continue
      trials.push({ row, index, value: action.kind === 'combinatorial' ? 1 : choice })
      break
    }
  }
  return trials
}

/** Numbers beyond the space, in the row and factor whose turn it is. */
function outsideTrials(environment: Environment, t: number): Trial[] {
  const { action, agents } = environment.spec
  const row = t % (environment.batch * agents)
  const index = t % actionWidth(action)
  return outsideValues(environment, index).map((value) => ({ row, index, value }))
}

function outsideValues({ spec: { action } }: Environment, index: number): number[] {
  switch (action.kind) {
    case 'discrete':
      return [-1, action.n]
    case 'multi-discrete':
      return [-1, action.counts[index]]
    case 'combinatorial':
      return [2]
    case 'box': {
      const [low, high] = [boundAt(action.low, index), boundAt(action.high, index)]
      const endless = [NaN, -Infinity, Infinity]
      if (action.outside === 'clip') return endless
      return [...endless, ...[beyond(low, -1), beyond(high, 1)].filter((value) => Number.isFinite(value))]
    }
  }
}

/** A float32 number past a bound, by 1 or by a millionth of it. */
function beyond(bound: number, sign: number): number {
  return Math.fround(bound + sign * Math.max(1, Math.abs(bound) * 1e-6))
}

async function requireClipping(subject: EnvironmentSubject): Promise<string> {
  const { action, agents } = subject.spec
  if (action.kind !== 'box' || action.outside === 'refuse') skip('actions are not clipped')
  const [environment, reference] = [await subject.make(2), await subject.make(2)]
  const player = play(reference, subject.seed)
  const width = actionWidth(action)
  environment.reset(subject.seed)
  let clipped = 0
  for (let t = 0; t < subject.steps; t++) {
    const bound = player.choose()
    const outside: ActionArray = bound.slice()
    for (let i = t % 3; i < 2 * agents * width; i += 3) {
      const limit = boundAt(t % 2 === 0 ? action.low : action.high, i % width)
      if (!Number.isFinite(limit)) continue
      bound[i] = limit
      outside[i] = beyond(limit, t % 2 === 0 ? -1 : 1)
      clipped++
    }
    reference.step(bound)
    environment.step(outside)
    const difference = batchDifference(environment.spec, environment, reference)
    if (difference !== undefined) fail(`step ${t}, with numbers beyond their bound, ${difference}`)
  }
  return clipped > 0 ? `${clipped} numbers clipped` : skip('no bound is finite')
}

async function requireFormRefused(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(2)
  const player = play(environment, subject.seed)
  const legal = player.choose()
  const others = [Float32Array, Int32Array, Uint8Array].filter((type) => !(legal instanceof type))
  const forms: [name: string, actions: ActionArray][] = [
    ['one number too few', legal.slice(1)],
    ['no numbers', legal.slice(0, 0)],
    ['as many numbers again', repeated(legal)],
    ...others.map((type): [string, ActionArray] => [type.name, type.from(legal)]),
  ]
  for (const [name, actions] of forms) requireRefused(environment, actions, `actions of ${name}`)
  environment.step(legal)
  return `${forms.length} forms`
}

function repeated(actions: ActionArray): ActionArray {
  const twice =
    actions instanceof Float32Array
      ? new Float32Array(2 * actions.length)
      : actions instanceof Int32Array
        ? new Int32Array(2 * actions.length)
        : new Uint8Array(2 * actions.length)
  twice.set(actions)
  twice.set(actions, actions.length)
  return twice
}
