/** Checks that the seed, the world and the episode decide everything, and nothing else decides anything. */
import { type Schedule, seedSchedule } from '../environment.ts'
import type { Seed } from '../random/seed.ts'
import { allocateActions } from '../spaces.ts'
import { copyActions, play } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import { batchDifference, worldDifference } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'

export const DETERMINISM_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'determinism/same-seed',
    title: 'two instances with the same seed show the same bits',
    async run(subject) {
      const [first, second] = [await subject.make(3), await subject.make(3)]
      const players = [play(first, subject.seed), play(second, subject.seed)]
      for (let t = 0; t <= subject.episodeSteps; t++) {
        const difference = batchDifference(first.spec, second, first)
        if (difference !== undefined) fail(`step ${t}, second instance, ${difference}`)
        for (const player of players) player.step()
      }
      return `${subject.episodeSteps} steps of 3 worlds`
    },
  },
  {
    id: 'determinism/reset-again',
    title: 'a reset in mid-episode leaves nothing behind: the same seed starts over with the same bits',
    async run(subject) {
      const [used, fresh] = [await subject.make(3), await subject.make(3)]
      const before = play(used, subject.seed.fold('other'))
      for (let t = 0; t < subject.steps + 1; t++) before.step()
      const players = [play(used, subject.seed), play(fresh, subject.seed)]
      for (let t = 0; t <= subject.steps; t++) {
        const difference = batchDifference(fresh.spec, used, fresh)
        if (difference !== undefined) fail(`step ${t} after the second reset, ${difference}`)
        for (const player of players) player.step()
      }
      return `${subject.steps} steps, a reset, ${subject.steps} steps of 3 worlds`
    },
  },
  {
    id: 'determinism/other-seed',
    title: 'another seed shows something else',
    run: (subject) => requireSeedMatters(subject),
  },
  {
    id: 'determinism/batch-size',
    title: 'a world plays the same bits in batches of 1, 7 and 64',
    async run(subject) {
      const environments = [await subject.make(64), await subject.make(7), await subject.make(1)]
      const [large] = environments
      const players = environments.map((environment) => play(environment, subject.seed))
      for (let t = 0; t <= subject.steps; t++) {
        for (const small of environments.slice(1)) {
          for (let w = 0; w < small.batch; w++) {
            const difference = worldDifference(large.spec, small, w, large, w)
            if (difference !== undefined) {
              fail(`world ${w}, step ${t}: in a batch of ${small.batch}, ${difference} as in a batch of 64`)
            }
          }
        }
        for (const player of players) player.step()
      }
      return `${subject.steps} steps`
    },
  },
  {
    id: 'determinism/world-index',
    title: 'the key decides an episode, not the index of the world that plays it',
    async run(subject) {
      const standard = seedSchedule(subject.seed)
      const batch = 7
      await requireMoved(subject, batch, (w) => batch - 1 - w, standard)
      await requireMoved(subject, 1, () => 5, standard)
      return `${subject.steps} steps of 7 worlds in reverse order, and of world 5 alone`
    },
  },
  {
    id: 'determinism/other-worlds',
    title: 'a world is not moved by what the other worlds do or how long they last',
    run: (subject) => requireWorldsApart(subject),
  },
]

/** Plays the standard batch of 7 beside one whose world `w` plays world `home(w)`'s instances and actions. */
async function requireMoved(
  subject: EnvironmentSubject,
  batch: number,
  home: (w: number) => number,
  standard: Schedule,
): Promise<void> {
  const [reference, moved] = [await subject.make(7), await subject.make(batch)]
  const player = play(reference, subject.seed)
  const actions = allocateActions(moved.spec.action, batch * moved.spec.agents)
  moved.reset(subject.seed, (w, episode) => standard(home(w), episode))
  for (let t = 0; t <= subject.steps; t++) {
    for (let w = 0; w < batch; w++) {
      const difference = worldDifference(moved.spec, moved, w, reference, home(w))
      if (difference !== undefined) {
        fail(`step ${t}: the key of world ${home(w)} of 7 played in world ${w} of ${batch}: ${difference}`)
      }
    }
    player.choose()
    for (let w = 0; w < batch; w++) copyActions(player.actions, 7, home(w), actions, batch, w)
    reference.step(player.actions)
    moved.step(actions)
  }
}

/** Plays world 1 with the same actions beside neighbours that act differently. */
async function requireWorldsApart(subject: EnvironmentSubject): Promise<string> {
  const [reference, other] = [await subject.make(3), await subject.make(3)]
  const player = play(reference, subject.seed)
  const otherPlayer = play(other, subject.seed)
  for (let draw = 0; draw < 3; draw++) otherPlayer.choose()
  for (let t = 0; t <= subject.episodeSteps; t++) {
    const difference = worldDifference(other.spec, other, 1, reference, 1)
    if (difference !== undefined)
      fail(`world 1, step ${t}, with other actions in worlds 0 and 2: ${difference}`)
    player.choose()
    otherPlayer.choose()
    copyActions(player.actions, 3, 1, otherPlayer.actions, 3, 1)
    reference.step(player.actions)
    other.step(otherPlayer.actions)
  }
  return `${subject.episodeSteps} steps of 3 worlds`
}

/** A seed that is ignored is told from a world without chance by worlds that differ under the same actions. */
async function requireSeedMatters(subject: EnvironmentSubject): Promise<string> {
  for (let other = 1; other <= 4; other++) {
    const t = await firstDifference(subject, subject.seed.fold(other))
    if (t !== undefined) return `differs at step ${t}`
  }
  const t = await firstDifferenceOfWorlds(subject)
  if (t === undefined)
    skip('5 seeds and 2 worlds show the same under the same actions: no chance in this world')
  fail(
    `5 seeds show the same ${subject.steps} steps, yet two worlds differ at step ${t}: the seed is ignored`,
  )
}

async function firstDifference(subject: EnvironmentSubject, seed: Seed): Promise<number | undefined> {
  const [first, second] = [await subject.make(1), await subject.make(1)]
  const player = play(first, subject.seed)
  second.reset(seed)
  return untilDifference(subject, (t) => {
    const difference = worldDifference(first.spec, second, 0, first, 0)
    if (difference !== undefined) return t
    player.step()
    second.step(player.actions)
    return undefined
  })
}

async function firstDifferenceOfWorlds(subject: EnvironmentSubject): Promise<number | undefined> {
  const environment = await subject.make(2)
  const player = play(environment, subject.seed)
  return untilDifference(subject, (t) => {
    if (worldDifference(environment.spec, environment, 1, environment, 0) !== undefined) return t
    player.choose()
    copyActions(player.actions, 2, 0, player.actions, 2, 1)
    environment.step(player.actions)
    return undefined
  })
}

function untilDifference(
  subject: EnvironmentSubject,
  step: (t: number) => number | undefined,
): number | undefined {
  for (let t = 0; t <= subject.steps; t++) {
    const found = step(t)
    if (found !== undefined) return found
  }
  return undefined
}
