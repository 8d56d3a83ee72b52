/** What a policy scores over whole episodes of `swarm/navigation`: `episodeScores`. */
import { type Environment, type Policy, Seed, allocateActions, scoreOf, uniformPolicy } from '@gauntlet/core'
import { navigation } from '../../src/navigation/navigation.ts'
import type { NavigationParameters } from '../../src/navigation/problem.ts'

export interface EpisodeScores {
  readonly mean: number
  readonly standardError: number
}

/** One episode in each of `episodes` worlds, of an expert by its name, the uniform policy, or a policy of one's own. */
export async function episodeScores(
  parameters: Partial<NavigationParameters>,
  player: string | ((environment: Environment) => Policy),
  episodes: number,
): Promise<EpisodeScores> {
  const environment = await navigation.make(parameters, episodes)
  const { spec } = environment
  const named = (name: string): Policy =>
    name === 'random' ? uniformPolicy() : environment.expert!.policy(name)
  const policy = typeof player === 'string' ? named(player) : player(environment)
  const actions = allocateActions(spec.action, episodes * spec.agents)
  const seed = Seed.from(5)
  environment.reset(seed)
  policy.begin(environment, seed)
  const { index } = scoreOf(spec)
  const scores = new Map<number, number>()
  while (scores.size < episodes) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < episodes; w++) {
      if (environment.ended[w] === 1 && !scores.has(w))
        scores.set(w, environment.metrics[w * spec.metrics.length + index])
    }
  }
  const all = [...scores.values()]
  const mean = all.reduce((sum, score) => sum + score, 0) / episodes
  const squares = all.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, standardError: Math.sqrt(squares / (episodes - 1) / episodes) }
}
