/** Checks of how episodes begin, end and are accounted for. */
import type { Environment } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import { requireDone } from '../form.ts'
import { uniformPolicy } from '../policy.ts'
import type { Seed } from '../random/seed.ts'
import { errorText } from '../show.ts'
import { allocateActions } from '../spaces.ts'
import { play, playEpisodes } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import { elementName, rowDifference, rowOf } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'

export const EPISODE_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'episodes/step-before-reset',
    title: 'a step before the first reset is refused',
    async run(subject) {
      const environment = await subject.make(1)
      const actions = allocateActions(environment.spec.action, environment.spec.agents)
      try {
        environment.step(actions)
      } catch (error) {
        if (error instanceof GauntletError) return error.message
        fail(`got ${errorText(error)}, expected a GauntletError`)
      }
      fail('the step was taken, expected a GauntletError')
    },
  },
  {
    id: 'episodes/synchronous',
    title: 'reset and step are done when they return: neither gives a promise',
    async run(subject) {
      requireSynchronous(await subject.make(1), subject.seed)
      return 'a reset and a step'
    },
  },
  {
    id: 'episodes/ended',
    title: 'ended is set in the step in which the last agent finishes, and flags are clear after the next',
    run: (subject) => requireEndings(subject),
  },
  {
    id: 'episodes/final-observations',
    title: 'final observations are of the episode that ended, not of the one that began',
    run: (subject) => requireFinals(subject),
  },
  {
    id: 'episodes/returns',
    title: 'returns are the float64 sums of the float32 rewards, lengths count steps',
    run: (subject) => requireTotals(subject),
  },
  {
    id: 'episodes/metrics',
    title: 'metrics are finite',
    async run(subject) {
      const environment = await subject.make(3)
      const { metrics } = environment.spec
      const ended = playEpisodes(environment, subject.seed, subject.episodeSteps, (w, episode) => {
        const row = rowOf(environment, 'metrics', w)!
        const k = row.findIndex((value: number) => !Number.isFinite(value))
        if (k >= 0)
          fail(`world ${w}, episode ${episode}: ${metrics[k].name} is ${row[k]}, expected a finite number`)
      })
      return `${ended} episodes`
    },
  },
  {
    id: 'episodes/no-resurrection',
    title: 'an agent that has finished stays finished, and decides nothing, until its world begins anew',
    run: (subject) =>
      watchFinished(subject, (environment, i, place) => {
        const { terminated, truncated, active, ended, spec } = environment
        if (terminated[i] === 0 && truncated[i] === 0)
          fail(`${place}: came back, expected it to stay finished`)
        const begunAnew = ended[Math.floor(i / spec.agents)] === 1
        if (active !== undefined && active[i] !== 0 && !begunAnew) {
          fail(`${place}: active is ${active[i]}, expected 0`)
        }
      }),
  },
  {
    id: 'episodes/finished-rewards',
    title: 'an agent that has finished has reward 0',
    run: (subject) =>
      watchFinished(subject, (environment, i, place) => {
        const { objectives } = environment.spec
        for (let k = i * objectives; k < (i + 1) * objectives; k++) {
          if (environment.rewards[k] !== 0) fail(`${place}: reward is ${environment.rewards[k]}, expected 0`)
        }
      }),
  },
]

/** Refuses promises from a reset and a step. */
export function requireSynchronous(environment: Environment, seed: Seed): void {
  const { spec, batch } = environment
  const actions = allocateActions(spec.action, batch * spec.agents)
  requireDone(environment.reset(seed), 'reset')
  const policy = uniformPolicy()
  policy.begin(environment, seed)
  policy.act(environment, actions, 'sample')
  requireDone(environment.step(actions), 'step')
}

async function requireEndings(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const { agents } = environment.spec
  const player = play(environment, subject.seed)
  let endings = 0
  for (let t = 0; t < subject.episodeSteps; t++) {
    player.step()
    for (let w = 0; w < environment.batch; w++) {
      const finished = countFinished(environment, w)
      const over = finished === agents ? 1 : 0
      if (environment.ended[w] !== over) {
        const who = `${finished} of ${agents} agents have finished`
        fail(`world ${w}, step ${t}: ended is ${environment.ended[w]}, expected ${over}: ${who}`)
      }
      endings += over
    }
  }
  return endings > 0 ? `${endings} endings` : skip(`no episode ended within ${subject.episodeSteps} steps`)
}

function countFinished(environment: Environment, w: number): number {
  const { terminated, truncated, spec } = environment
  let finished = 0
  for (let i = w * spec.agents; i < (w + 1) * spec.agents; i++) {
    if (terminated[i] !== 0 || truncated[i] !== 0) finished++
  }
  return finished
}

/** The final view must not be the first of the next episode, every time, in a world whose view changes. */
async function requireFinals(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const { spec } = environment
  let same = 0
  const ended = playEpisodes(environment, subject.seed, subject.episodeSteps, (w) => {
    const live = rowOf(environment, 'observations', w)
    const final = rowOf(environment, 'finalObservations', w)
    if (rowDifference(spec, 'finalObservations', final, live) === undefined) same++
  })
  if (same === ended && (await observationsVary(subject))) {
    fail(`in all of ${ended} episodes the final observation is the first of the next episode`)
  }
  return `${ended} episodes`
}

/** Whether an observation changes from one step to the next inside an episode. */
async function observationsVary(subject: EnvironmentSubject): Promise<boolean> {
  const environment = await subject.make(1)
  const player = play(environment, subject.seed)
  for (let t = 0; t < subject.episodeSteps; t++) {
    const before = environment.observations.slice()
    player.step()
    if (environment.ended[0] === 0 && before.some((value, k) => value !== environment.observations[k]))
      return true
  }
  return false
}

async function requireTotals(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const { spec, batch, rewards, returns } = environment
  const player = play(environment, subject.seed)
  const width = rewards.length / batch
  const totals = new Float64Array(rewards.length)
  const lengths = new Int32Array(batch)
  let endings = 0
  for (let t = 0; t < subject.episodeSteps; t++) {
    player.step()
    for (let k = 0; k < rewards.length; k++) totals[k] += rewards[k]
    for (let w = 0; w < batch; w++) {
      lengths[w]++
      if (environment.ended[w] === 0) continue
      endings++
      if (environment.lengths[w] !== lengths[w]) {
        fail(`world ${w}, step ${t}: length is ${environment.lengths[w]}, expected ${lengths[w]}`)
      }
      for (let k = w * width; k < (w + 1) * width; k++) {
        if (returns[k] === totals[k]) continue
        const element = elementName(spec, 'returns', k - w * width, width)
        fail(
          `world ${w}, step ${t}: ${element} is ${returns[k]}, expected ${totals[k]}, the sum of its rewards`,
        )
      }
      totals.fill(0, w * width, (w + 1) * width)
      lengths[w] = 0
    }
  }
  return endings > 0 ? `${endings} episodes` : skip(`no episode ended within ${subject.episodeSteps} steps`)
}

/** Looks at every agent that finished in an earlier step of an episode that goes on, or ends now. */
async function watchFinished(
  subject: EnvironmentSubject,
  inspect: (environment: Environment, row: number, place: string) => void,
): Promise<string> {
  const environment = await subject.make(3)
  const { terminated, truncated, ended, spec, batch } = environment
  if (spec.agents === 1) skip('a single agent finishes with its world')
  const player = play(environment, subject.seed)
  const finished = new Uint8Array(batch * spec.agents)
  let seen = 0
  for (let t = 0; t < subject.episodeSteps; t++) {
    player.step()
    for (let i = 0; i < finished.length; i++) {
      const w = Math.floor(i / spec.agents)
      if (finished[i] === 1) {
        seen++
        inspect(environment, i, `world ${w}, agent ${i % spec.agents}, step ${t}`)
      }
      finished[i] = ended[w] === 0 && (terminated[i] === 1 || truncated[i] === 1) ? 1 : 0
    }
  }
  return seen > 0 ? `${seen} steps of finished agents` : skip('no agent finished before its world')
}
