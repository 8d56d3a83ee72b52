/** Checks of the faces that give policies: experts and shields. */
import type { Environment } from '../../environment.ts'
import { GauntletError } from '../../errors.ts'
import { errorText } from '../../show.ts'
import { type Policy, uniformPolicy } from '../../policy.ts'
import { allocateActions } from '../../spaces.ts'
import type { ExpertSpec } from '../../spec.ts'
import { copyActions } from '../play.ts'
import { type Check, fail, skip } from '../report.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'

export const POLICY_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'expert/legal',
    title: 'every expert that the spec names acts legally for a whole episode, sampled and greedy',
    run: (subject) => eachExpert(subject, (policyOf) => requireLegal(subject, policyOf)),
  },
  {
    id: 'expert/deterministic',
    title: 'an expert acts the same for the same seed',
    run: (subject) => eachExpert(subject, (policyOf) => requireSameActions(subject, policyOf, 2)),
  },
  {
    id: 'expert/batch-size',
    title: 'an expert acts the same in batches of 1 and 7',
    run: (subject) => eachExpert(subject, (policyOf) => requireSameActions(subject, policyOf, 7)),
  },
  {
    id: 'expert/memory',
    title: 'an expert that the spec calls savable acts as it did, once it has taken up what it had saved',
    async run(subject) {
      requireFace(subject)
      const savable = (subject.spec.experts ?? []).filter((expert) => expert.savable === true)
      if (savable.length === 0) skip('the spec calls no expert savable')
      return eachExpert(subject, (policyOf) => requireMemory(subject, policyOf), savable)
    },
  },
  {
    id: 'expert/unknown-refused',
    title: 'an expert that the spec does not name is refused',
    async run(subject) {
      const environment = await subject.make(1)
      requireFace(environment)
      try {
        faceOf(environment.expert, 'expert').policy('no-such-expert')
      } catch (error) {
        if (error instanceof GauntletError) return error.message
        fail(`no-such-expert: got ${errorText(error)}, expected a GauntletError`)
      }
      fail('no-such-expert: got a policy, expected a GauntletError')
    },
  },
  {
    id: 'shield/legal',
    title: 'uniform play behind the shield is legal for a whole episode, sampled and greedy',
    run: (subject) => shieldedUniform(subject, (policyOf) => requireLegal(subject, policyOf)),
  },
  {
    id: 'shield/asks',
    title: 'a shield asks the policy that it wraps, in every step',
    run: (subject) => requireAsked(subject),
  },
  {
    id: 'shield/deterministic',
    title: 'a shielded policy acts the same for the same seed',
    run: (subject) => shieldedUniform(subject, (policyOf) => requireSameActions(subject, policyOf, 2)),
  },
  {
    id: 'shield/batch-size',
    title: 'a shielded policy acts the same in batches of 1 and 7',
    run: (subject) => shieldedUniform(subject, (policyOf) => requireSameActions(subject, policyOf, 7)),
  },
]

type PolicyOf = (environment: Environment) => Policy

async function shieldedUniform(
  { spec }: EnvironmentSubject,
  check: (policyOf: PolicyOf) => Promise<void>,
): Promise<string> {
  if (!spec.faces.includes('shield')) skip('there is no shield face')
  await check((environment) => faceOf(environment.shield, 'shield').wrap(uniformPolicy()))
  return 'uniform play'
}

function requireFace({ spec }: { readonly spec: Environment['spec'] }): void {
  if (!spec.faces.includes('expert')) skip('there is no expert face')
}

async function eachExpert(
  subject: EnvironmentSubject,
  check: (policyOf: PolicyOf) => Promise<void>,
  experts: readonly ExpertSpec[] = subject.spec.experts ?? [],
): Promise<string> {
  requireFace(subject)
  const names = experts.map(({ name }) => name)
  for (const name of names) {
    try {
      await check((environment) => faceOf(environment.expert, 'expert').policy(name))
    } catch (error) {
      fail(`expert ${name}: ${error instanceof GauntletError ? error.message : errorText(error)}`)
    }
  }
  return names.join(', ')
}

async function requireAsked(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(2)
  if (!environment.spec.faces.includes('shield')) skip('there is no shield face')
  const uniform = uniformPolicy()
  let asked = 0
  const policy = faceOf(environment.shield, 'shield').wrap({
    begin: (view, seed) => uniform.begin(view, seed),
    act(view, actions, mode) {
      asked++
      uniform.act(view, actions, mode)
    },
  })
  const actions = allocateActions(environment.spec.action, 2 * environment.spec.agents)
  environment.reset(subject.seed)
  policy.begin(environment, subject.seed)
  for (let t = 0; t < subject.steps; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  if (asked !== subject.steps)
    fail(`the policy was asked ${asked} times, expected once in each of ${subject.steps} steps`)
  return `${asked} times`
}

async function requireLegal(subject: EnvironmentSubject, policyOf: PolicyOf): Promise<void> {
  const environment = await subject.make(2)
  const actions = allocateActions(environment.spec.action, 2 * environment.spec.agents)
  for (const mode of ['sample', 'greedy'] as const) {
    environment.reset(subject.seed)
    const policy = policyOf(environment)
    policy.begin(environment, subject.seed)
    let ended = false
    for (let t = 0; t < subject.episodeSteps && !ended; t++) {
      policy.act(environment, actions, mode)
      environment.step(actions)
      ended = environment.ended[0] === 1
    }
  }
}

/** Lets it decide twice about world 0, in every step, the second time with what it remembered before the first. */
async function requireMemory(subject: EnvironmentSubject, policyOf: PolicyOf): Promise<void> {
  const environment = await subject.make(2)
  const { spec } = environment
  const [first, second] = [0, 1].map(() => allocateActions(spec.action, 2 * spec.agents))
  environment.reset(subject.seed)
  const policy = policyOf(environment)
  policy.begin(environment, subject.seed)
  const { memory } = policy
  if (memory === undefined) fail('got no memory, expected one, since the spec calls it savable')
  for (let t = 0; t < Math.min(subject.steps, MEMORY_STEPS); t++) {
    const saved = structuredClone(memory.save(0))
    policy.act(environment, first, 'sample')
    memory.load(0, saved)
    policy.act(environment, second, 'sample')
    for (let k = 0; k < first.length / 2; k++) {
      if (Object.is(first[k], second[k])) continue
      fail(`world 0, step ${t}: number ${k} of the action is ${second[k]}, and was ${first[k]}`)
    }
    environment.step(second)
  }
}

const MEMORY_STEPS = 8

/** Compares a batch of `batch` worlds with one of 1 in world 0, action by action. */
async function requireSameActions(
  subject: EnvironmentSubject,
  policyOf: PolicyOf,
  batch: number,
): Promise<void> {
  const environments = [await subject.make(batch), await subject.make(batch === 2 ? 2 : 1)]
  const players = environments.map((environment) => {
    const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
    environment.reset(subject.seed)
    const policy = policyOf(environment)
    policy.begin(environment, subject.seed)
    return { environment, actions, policy }
  })
  const [first, second] = players.map(({ actions }) => actions)
  const row = allocateActions(subject.spec.action, subject.spec.agents)
  for (let t = 0; t < subject.steps; t++) {
    for (const { environment, actions, policy } of players) policy.act(environment, actions, 'sample')
    copyActions(first, batch, 0, row, 1, 0)
    const i = row.findIndex((value: number, k: number) => !Object.is(value, second[k]))
    if (i >= 0) fail(`world 0, step ${t}: number ${i} of the action is ${second[i]}, expected ${row[i]}`)
    for (const { environment, actions } of players) environment.step(actions)
  }
}
