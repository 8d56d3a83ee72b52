/**
 * What settings say of the random policy and of the best one, beside what they score.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project algos studies/references` plays the 100,000 episodes that settings tell of.
 */
import { type Environment, type Policy, Seed, allocateActions, isGame, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { SETTINGS } from './tasks.ts'

const STUDY = process.env.GAUNTLET_STUDY !== undefined
const EPISODES = STUDY ? 100_000 : 300

/** Games are scored by wins against opponents, not by their own metric. */
const scored = SETTINGS.filter(([, task]) => !isGame(task.describe()))

test.each(scored)(
  '%s: the random policy scores what it is said to',
  { timeout: 3_600_000 },
  async (name, task, setting) => {
    const { parameters, references } = task.settings[setting]
    const { mean, error } = scoresOf(await task.make(parameters, 100), () => uniformPolicy(), EPISODES)
    if (STUDY) console.log(`${name}: ${mean} ± ${error}, said to be ${references.random.score}`)
    expect(Math.abs(mean - references.random.score)).toBeLessThanOrEqual(5 * error + 0.01)
  },
)

/** Of the other tasks the best is what somebody published, or the horizon. */
const solved = scored.filter(([, task]) => task.id.startsWith('toy/'))

test.each(solved)('%s: the scripted optimum scores what is best', async (_, task, setting) => {
  const { parameters, references } = task.settings[setting]
  const environment = await task.make(parameters, 100)
  const optimum = environment.spec.experts![0].name
  const { mean, error } = scoresOf(environment, () => environment.expert!.policy(optimum), 1000)
  expect(Math.abs(mean - references.best.score)).toBeLessThanOrEqual(5 * error + 1e-6)
})

/** Mean score of as many episodes of every world, so that long ones count like short ones, and its standard error. */
function scoresOf(
  environment: Environment,
  policyOf: () => Policy,
  episodes: number,
): { readonly mean: number; readonly error: number } {
  const { batch, spec, ended, metrics } = environment
  const score = spec.metrics.findIndex((metric) => metric.name === spec.score)
  const actions = allocateActions(spec.action, batch * spec.agents)
  const played = new Int32Array(batch)
  const policy = policyOf()
  environment.reset(Seed.from(1))
  policy.begin(environment, Seed.from(2))
  let [sum, squares, count] = [0, 0, 0]
  while (count < episodes) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0 || ++played[w] > episodes / batch) continue
      const x = metrics[w * spec.metrics.length + score]
      sum += x
      squares += x * x
      count++
    }
  }
  const mean = sum / count
  return { mean, error: Math.sqrt(Math.max(squares / count - mean * mean, 0) / count) }
}
