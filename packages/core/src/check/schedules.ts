/** Checks that a schedule decides which instance each episode of each world plays. */
import { type Environment, type Instance, type Schedule, seedSchedule } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import { errorText } from '../show.ts'
import type { Seed } from '../random/seed.ts'
import { play, playEpisodes } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import { batchDifference, worldDifference } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'

export const SCHEDULE_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'schedules/default',
    title: 'without a schedule, episode k of world w plays the key seed.fold("env").fold(w).fold(k)',
    async run(subject) {
      const [bare, scheduled] = [await subject.make(3), await subject.make(3)]
      const players = [play(bare, subject.seed), play(scheduled, subject.seed, seedSchedule(subject.seed))]
      for (let t = 0; t <= subject.episodeSteps; t++) {
        const difference = batchDifference(bare.spec, bare, scheduled)
        if (difference !== undefined) fail(`step ${t}, without a schedule, ${difference}`)
        for (const player of players) player.step()
      }
      return `${subject.episodeSteps} steps of 3 worlds`
    },
  },
  {
    id: 'schedules/asked-in-turn',
    title: 'the schedule is asked once for each episode of each world, in turn',
    run: (subject) => requireAskedInTurn(subject),
  },
  {
    id: 'schedules/respected',
    title: 'each episode begins as its scheduled instance begins elsewhere',
    run: (subject) => requireRespected(subject),
  },
  {
    id: 'schedules/numbered',
    title: 'the instance of a number is the one that is played, and a number that does not exist is refused',
    run: (subject) => requireNumbered(subject),
  },
]

async function requireAskedInTurn(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const standard = seedSchedule(subject.seed)
  const asked = [0, 0, 0]
  const schedule: Schedule = (w, episode) => {
    if (episode !== asked[w]) fail(`world ${w}: asked for episode ${episode}, expected ${asked[w]}`)
    asked[w]++
    return standard(w, episode)
  }
  const ended = playEpisodes(
    environment,
    subject.seed,
    subject.episodeSteps,
    (w, episode, t) => {
      if (asked[w] !== episode + 2) {
        fail(
          `world ${w}, step ${t}: asked ${asked[w]} times when episode ${episode} had ended, expected ${episode + 2}`,
        )
      }
    },
    schedule,
  )
  return `${ended} episodes`
}

/** Compares the first view of every episode with a fresh world that is given the instance alone. */
async function requireRespected(subject: EnvironmentSubject): Promise<string> {
  const [environment, alone] = [await subject.make(3), await subject.make(1)]
  const root = subject.seed.fold('schedule')
  const schedule: Schedule = (w, episode) => ({ key: root.fold(w + 3 * episode) })
  const compare = (w: number, episode: number): void => {
    alone.reset(subject.seed, () => schedule(w, episode))
    const difference = worldDifference(environment.spec, environment, w, alone, 0, FIRST_VIEW)
    if (difference !== undefined)
      fail(`world ${w}, start of episode ${episode}: ${difference} as played alone`)
  }
  const player = play(environment, subject.seed, schedule)
  const episodes = [0, 0, 0]
  for (let w = 0; w < 3; w++) compare(w, 0)
  for (let t = 0; t < subject.episodeSteps; t++) {
    player.step()
    for (let w = 0; w < 3; w++) if (environment.ended[w] === 1 && episodes[w] < 8) compare(w, ++episodes[w])
  }
  return `${3 + episodes[0] + episodes[1] + episodes[2]} episodes begun`
}

const FIRST_VIEW = ['observations', 'state', 'actionMask', 'active'] as const

async function requireNumbered(subject: EnvironmentSubject): Promise<string> {
  const { instances } = subject.spec
  if (instances === undefined) skip('instances come from keys alone')
  const key = subject.seed.fold('numbered')
  for (const index of [-1, instances, 0.5]) await requireIndexRefused(subject, { key, index })
  const environment = await subject.make(1)
  const count = Math.min(instances, 16)
  for (let index = 0; index < count; index++) {
    environment.reset(subject.seed, () => ({ key, index }))
    const played = environment.instance?.current(0).index
    if (environment.instance !== undefined && played !== index) {
      fail(`world 0 plays instance ${played}, expected ${index}`)
    }
  }
  if (count > 1 && !(await anyDifference(subject, key, count))) {
    fail(`the first ${count} instances show the same ${subject.steps} steps under the same actions and key`)
  }
  return `${count} instances`
}

async function requireIndexRefused(subject: EnvironmentSubject, instance: Instance): Promise<void> {
  const environment = await subject.make(1)
  try {
    environment.reset(subject.seed, () => instance)
  } catch (error) {
    if (error instanceof GauntletError) return
    fail(`instance ${instance.index}: got ${errorText(error)}, expected a GauntletError`)
  }
  fail(`instance ${instance.index}: was accepted, expected a GauntletError`)
}

async function anyDifference(subject: EnvironmentSubject, key: Seed, count: number): Promise<boolean> {
  const first: Environment = await subject.make(1)
  const other: Environment = await subject.make(1)
  for (let index = 1; index < count; index++) {
    const player = play(first, subject.seed, () => ({ key, index: 0 }))
    other.reset(subject.seed, () => ({ key, index }))
    for (let t = 0; t <= subject.steps; t++) {
      if (worldDifference(first.spec, other, 0, first, 0) !== undefined) return true
      player.step()
      other.step(player.actions)
    }
  }
  return false
}
