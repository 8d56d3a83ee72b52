/** Which scripted policy plays best: `bestExpert`; which are fair teachers, `honestExperts`. */
import {
  type Environment,
  type EnvironmentSpec,
  type ExpertSpec,
  type Seed,
  allocateActions,
  scoreOf,
} from '@gauntlet/core'

/** Episodes by which policies are compared, and steps of all worlds at most. */
const EPISODES = 16
const MOST_STEPS = 2000

/**
 * The scripted policy of the best mean score over 16 episodes, the first where they tie, among those that are not slow and see no
 * hidden state, or, where there are none, among all; undefined where nothing is scripted. All meet the same instances. The
 * worlds are left somewhere else.
 */
export function bestExpert(environment: Environment, seed: Seed): ExpertSpec | undefined {
  const candidates = honestExperts(environment.spec)
  if (candidates.length < 2) return candidates.at(0)
  const sign = scoreOf(environment.spec).metric.direction === 'minimise' ? -1 : 1
  const scores = candidates.map(({ name }) => sign * scoreBy(environment, name, seed))
  return candidates[scores.indexOf(Math.max(...scores))]
}

/** Those that are not slow and see no hidden state, or, where there are none, all. */
export function honestExperts({ experts = [] }: EnvironmentSpec): readonly ExpertSpec[] {
  const honest = experts.filter(({ seesHiddenState, slow }) => !seesHiddenState && slow !== true)
  return honest.length > 0 ? honest : experts
}

/** The mean score of a policy; 0 where no episode comes to its end. */
function scoreBy(environment: Environment, name: string, seed: Seed): number {
  const { spec, batch, ended, metrics } = environment
  const { index } = scoreOf(spec)
  const policy = environment.expert!.policy(name)
  const actions = allocateActions(spec.action, batch * spec.agents)
  let total = 0
  let episodes = 0
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 0; t < MOST_STEPS && episodes < EPISODES; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      total += metrics[w * spec.metrics.length + index]
      episodes++
    }
  }
  return episodes === 0 ? 0 : total / episodes
}
