/** Checks that an environment hears of nothing but its seed and its actions. */
import type { Environment } from '../environment.ts'
import { play } from './play.ts'
import { type Check, fail } from './report.ts'
import { type KeptWorld, LIVE, keepWorld, keptDifference } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'
import { type Caught, type Trap, chanceAndClock, engineMaths, withTraps, withTrapsAsync } from './traps.ts'

export const ISOLATION_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'isolation/chance-and-clock',
    title: 'make, reset and step read neither clock nor any chance but the seed',
    async run(subject) {
      const traps = chanceAndClock()
      const environment = await makeTrapped(subject, traps)
      return requireUntouched(subject, environment, traps)
    },
  },
  {
    id: 'isolation/engine-maths',
    title: 'reset and step use core’s functions where the last bits of the engine’s differ',
    run: async (subject) => requireUntouched(subject, await subject.make(2), engineMaths()),
  },
  {
    id: 'isolation/instances',
    title: 'two environments stepped in turn do not move each other',
    run: (subject) => requireInstancesApart(subject),
  },
]

/**
 * Builds with traps set. Whatever else runs while a promise is pending may read the clock too: a call is only noted,
 * and the environment's where it is made again each time. What is loaded once, is loaded before.
 */
async function makeTrapped(subject: EnvironmentSubject, traps: readonly Trap[]): Promise<Environment> {
  let environment = await subject.make(2)
  let calls = new Set<string>()
  for (let attempt = 0; attempt < 3; attempt++) {
    calls = new Set()
    environment = await withTrapsAsync(
      traps,
      (label) => calls.add(label),
      () => subject.make(2),
    )
    if (calls.size === 0) return environment
  }
  fail(`make called ${[...calls].join(', ')}, expected no chance but the seed and no clock`)
}

/** Resets and steps with traps set; the policy acts outside of them. */
function requireUntouched(
  subject: EnvironmentSubject,
  environment: Environment,
  traps: readonly Trap[],
): string {
  const calls: string[] = []
  const caught: Caught = (label) => {
    calls.push(label)
    fail(`${label} was called`)
  }
  const guarded = (place: string, run: () => void): void => {
    try {
      withTraps(traps, caught, run)
    } catch (error) {
      if (calls.length === 0) throw error
    }
    if (calls.length > 0) fail(`${place} called ${calls[0]}, expected core’s own or none`)
  }
  guarded('reset', () => environment.reset(subject.seed))
  const player = play(environment, subject.seed)
  for (let t = 0; t < subject.episodeSteps; t++) {
    player.choose()
    guarded(`step ${t}`, () => environment.step(player.actions))
  }
  return `${traps.length} functions, ${subject.episodeSteps} steps of 2 worlds`
}

/** One environment alone, then another of the same seed stepped in turn with a third: it must show the same. */
async function requireInstancesApart(subject: EnvironmentSubject): Promise<string> {
  const alone = await subject.make(1)
  const shown: KeptWorld[] = []
  const player = play(alone, subject.seed)
  for (let t = 0; t < subject.steps; t++) {
    player.step()
    shown.push(keepWorld(alone, 0, LIVE))
  }
  const [first, second] = [await subject.make(1), await subject.make(1)]
  const players = [play(first, subject.seed), play(second, subject.seed.fold('second'))]
  for (let t = 0; t < subject.steps; t++) {
    for (const each of players) each.step()
    const difference = keptDifference(first.spec, first, 0, shown[t], LIVE)
    if (difference !== undefined) fail(`step ${t}, beside another environment: ${difference} as when alone`)
  }
  return `${subject.steps} steps of two environments in turn`
}
