/** Checks of the horizon: where an episode is cut off, how, and what is seen last. */
import type { Environment } from '../environment.ts'
import type { EnvironmentSpec } from '../spec.ts'
import { play } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import { type BufferName, batchDifference, rowDifference, rowOf } from './rows.ts'
import { plainText } from './spec.ts'
import type { EnvironmentSubject } from './subject.ts'

export const TIME_LIMIT_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'time-limit/exact',
    title: 'an episode is cut off after exactly `horizon` steps, with the flag that the spec names',
    run: (subject) => requireExactHorizon(subject),
  },
  {
    id: 'time-limit/final-view',
    title: 'the last view of an episode that is cut off is what a longer horizon shows there',
    run: (subject) => requireViewAtHorizon(subject),
  },
]

/** Agents that finished at the horizon, by flag, and the steps at which others were truncated. */
interface Endings {
  reached: number
  terminated: number
  truncated: number
  readonly truncatedAt: Set<number>
}

async function requireExactHorizon(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const { horizon, horizonEnd = 'truncated' } = environment.spec
  if (horizon === Infinity) skip('there is no horizon')
  const { reached, terminated, truncated, truncatedAt } = countEndings(environment, subject)
  if (truncatedAt.size === 1 && truncatedAt.has(horizon - 1) && reached === 0) {
    fail(`episodes are cut off after ${horizon - 1} steps, expected ${horizon}`)
  }
  if (reached === 0) skip(`no episode reached its horizon of ${horizon} within ${subject.episodeSteps} steps`)
  if (horizonEnd === 'truncated' && truncated === 0 && terminated > 0) {
    fail(`after ${horizon} steps ${terminated} agents were terminated and none truncated, expected truncated`)
  }
  if (horizonEnd === 'terminated' && truncated > 0) {
    fail(`after ${horizon} steps ${truncated} agents were truncated, expected terminated as horizonEnd says`)
  }
  return `${reached} episodes of ${horizon} steps`
}

function countEndings(environment: Environment, subject: EnvironmentSubject): Endings {
  const { spec, batch, terminated, truncated } = environment
  const player = play(environment, subject.seed)
  const lengths = new Int32Array(batch)
  const finished = new Uint8Array(batch * spec.agents)
  const endings: Endings = { reached: 0, terminated: 0, truncated: 0, truncatedAt: new Set() }
  for (let t = 0; t < subject.episodeSteps; t++) {
    player.step()
    for (let w = 0; w < batch; w++) {
      const atHorizon = ++lengths[w] === spec.horizon
      if (atHorizon && environment.ended[w] === 0) {
        fail(`world ${w}, step ${t}: the episode goes on after ${lengths[w]} steps, expected it to end`)
      }
      for (let i = w * spec.agents; i < (w + 1) * spec.agents; i++) {
        const before = finished[i]
        finished[i] = terminated[i] | truncated[i]
        if (before === 1 || finished[i] === 0) continue
        if (truncated[i] === 1) endings.truncatedAt.add(lengths[w])
        if (atHorizon) endings[truncated[i] === 1 ? 'truncated' : 'terminated']++
      }
      if (environment.ended[w] === 0) continue
      finished.fill(0, w * spec.agents, (w + 1) * spec.agents)
      if (atHorizon) endings.reached++
      lengths[w] = 0
    }
  }
  return endings
}

const VIEW: readonly BufferName[] = ['observations', 'state', 'actionMask', 'rewards']

/** Plays beside the same environment with a longer horizon, where a parameter gives one, up to the horizon. */
async function requireViewAtHorizon(subject: EnvironmentSubject): Promise<string> {
  const { horizon } = subject.spec
  if (horizon > subject.episodeSteps) skip(`the horizon is ${horizon}, beyond ${subject.episodeSteps} steps`)
  if (horizon === 1) skip('an episode of one step has no view before its last, which may tell the time')
  const parameters = longerHorizon(subject) ?? skip('no parameter lengthens the horizon alone')
  const environment = await subject.make(3)
  const longer = await subject.definition.make(parameters, 3)
  const players = [play(environment, subject.seed), play(longer, subject.seed)]
  for (let t = 0; t < subject.episodeSteps; t++) {
    const difference = batchDifference(environment.spec, longer, environment, VIEW)
    if (difference !== undefined)
      skip(`step ${t}: a longer horizon changes what is seen before (${difference})`)
    for (const player of players) player.step()
    const cut = [0, 1, 2].filter((w) => environment.ended[w] === 1 && environment.lengths[w] === horizon)
    const compared = cut.filter((w) => longer.ended[w] === 0)
    for (const w of compared) requireSameFinal(environment, longer, w, t)
    if (compared.length > 0) return `${compared.length} episodes of ${horizon} steps`
    if (cut.length > 0) skip('episodes end by themselves at the horizon')
  }
  skip(`no episode reached its horizon of ${horizon}`)
}

function requireSameFinal(environment: Environment, longer: Environment, w: number, t: number): void {
  const pairs: [BufferName, BufferName][] = [
    ['finalObservations', 'observations'],
    ['finalState', 'state'],
    ['finalActionMask', 'actionMask'],
  ]
  for (const [final, live] of pairs) {
    const difference = rowDifference(
      environment.spec,
      final,
      rowOf(environment, final, w),
      rowOf(longer, live, w),
    )
    if (difference !== undefined) fail(`world ${w}, step ${t}: ${difference} as with a longer horizon`)
  }
}

/** Parameters with one number raised by 1, under which nothing of the spec changes but a longer horizon. */
function longerHorizon({ definition, parameters, spec }: EnvironmentSubject): object | undefined {
  const withoutHorizon = (other: EnvironmentSpec): string => plainText({ ...other, horizon: 0 })
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'number') continue
    const raised = { ...parameters, [name]: value + 1 }
    try {
      const other = definition.describe(raised)
      if (other.horizon > spec.horizon && withoutHorizon(other) === withoutHorizon(spec)) return raised
    } catch {
      // Out of that parameter's bounds: the next one.
    }
  }
  return undefined
}
