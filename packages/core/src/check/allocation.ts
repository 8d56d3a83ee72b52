/** The check that a step allocates nothing. */
import type { Environment } from '../environment.ts'
import type { ActionArray } from '../spaces.ts'
import { play } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import type { EnvironmentSubject } from './subject.ts'

export const ALLOCATION_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'allocation/steps',
    title: 'a step allocates nothing',
    run: (subject) => requireNoAllocation(subject),
  },
]

const RECORDED_STEPS = 512
const WARM_UP_STEPS = 8192
/** Steps between two looks at the heap, where episodes last that long. */
const LONGEST_STRETCH = 64
const STRETCHES = 31
/** What allocates does so every time; an engine that has yet to compile, as on a busy machine, only for a while. */
const ATTEMPTS = 16
/** Milliseconds by which each pause, which an engine that compiles in the background may need, outlasts the one before. */
const PAUSE = 25

/** Actions to play again and again, and the stretches of them in which no episode ends (a new one may allocate). */
interface Score {
  readonly actions: readonly ActionArray[]
  readonly stretch: number
  readonly starts: readonly number[]
}

async function requireNoAllocation(subject: EnvironmentSubject): Promise<string> {
  const { heapUsed, allowedBytes, seed } = subject
  if (heapUsed === undefined) skip('options.heapUsed is not given')
  if (subject.spec.engine === 'foreign') skip('a foreign engine runs beneath')
  const environment = await subject.make(1)
  const score = writeScore(environment, subject)
  for (let t = 0; t < WARM_UP_STEPS; t += RECORDED_STEPS) {
    environment.reset(seed)
    for (const actions of score.actions) environment.step(actions)
  }
  const { agents, population = 1 } = environment.spec
  const allowed = allowedBytes * agents * population
  let bytes = Infinity
  for (let attempt = 0; attempt < ATTEMPTS && bytes > allowed; attempt++) {
    await pause(attempt * PAUSE)
    const grown = median(stretchBytes(environment, subject, score, heapUsed))
    bytes = Math.min(bytes, Math.max(0, grown / score.stretch))
  }
  const found = `a step of ${agents} ${agents === 1 ? 'agent' : 'agents'} allocates ${bytes.toFixed(1)} bytes`
  return bytes > allowed ? fail(`${found}, expected at most ${allowed}`) : found
}

function writeScore(environment: Environment, subject: EnvironmentSubject): Score {
  const player = play(environment, subject.seed)
  const actions: ActionArray[] = []
  const quietUntil: number[] = []
  let quiet = 0
  for (let t = 0; t < RECORDED_STEPS; t++) {
    actions.push(player.choose().slice())
    environment.step(player.actions)
    quiet = environment.ended.includes(1) ? 0 : quiet + 1
    quietUntil.push(quiet)
  }
  const stretch = Math.min(LONGEST_STRETCH, Math.max(...quietUntil))
  if (stretch === 0) skip('an episode ends in every step')
  const starts: number[] = []
  for (let t = 0; t < RECORDED_STEPS; t++) {
    const start = t - stretch + 1
    if (quietUntil[t] >= stretch && start >= (starts.at(-1) ?? -stretch) + stretch) starts.push(start)
  }
  return { actions, stretch, starts }
}

/** Bytes by which the heap grew in each of several stretches, less what looking at it takes. */
function stretchBytes(
  environment: Environment,
  { seed }: EnvironmentSubject,
  { actions, stretch, starts }: Score,
  heapUsed: () => number,
): number[] {
  const grown: number[] = []
  while (grown.length < STRETCHES) {
    environment.reset(seed)
    let next = 0
    for (let t = 0; t < actions.length;) {
      if (t !== starts[next]) {
        environment.step(actions[t++])
        continue
      }
      const looking = -heapUsed() + heapUsed()
      const before = heapUsed()
      for (let k = 0; k < stretch; k++) environment.step(actions[t + k])
      grown.push(heapUsed() - before - looking)
      t += stretch
      next++
    }
  }
  return grown
}

/** What the engines of browsers and of Node have; the language's own declarations lack it. */
declare function setTimeout(run: () => void, milliseconds: number): void

function pause(milliseconds: number): Promise<void> {
  return new Promise<void>((resolve) => {
    // oxlint-disable-next-line gauntlet/deterministic -- the engine's compiler is waited for: no trajectory depends on it
    setTimeout(resolve, milliseconds)
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((p, q) => p - q)[values.length >> 1]
}
