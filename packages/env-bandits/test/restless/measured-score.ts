/** What a policy scores over whole episodes: `measuredScore`. */
import { type EnvironmentDefinition, Seed, allocateActions, scoreOf, uniformPolicy } from '@gauntlet/core'

const EPISODES = 1000

/** Mean score of an expert, or of the uniform policy, over 1000 episodes, and its standard error. */
export async function measuredScore<P extends object>(
  definition: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  expert: string | undefined,
): Promise<{ readonly mean: number; readonly error: number }> {
  const environment = await definition.make(parameters, EPISODES)
  const policy = expert === undefined ? uniformPolicy() : environment.expert!.policy(expert)
  const actions = allocateActions(environment.spec.action, EPISODES)
  const seed = Seed.from(5)
  environment.reset(seed)
  policy.begin(environment, seed)
  while (environment.ended[0] === 0) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  const { index } = scoreOf(environment.spec)
  const width = environment.spec.metrics.length
  const scores = Array.from({ length: EPISODES }, (_, w) => environment.metrics[width * w + index])
  const mean = scores.reduce((sum, score) => sum + score, 0) / EPISODES
  const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, error: Math.sqrt(squares / (EPISODES - 1) / EPISODES) }
}
