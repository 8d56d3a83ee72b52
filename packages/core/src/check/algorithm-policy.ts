/** Checks of an algorithm's policy on an environment. */
import { type Schedule, seedSchedule } from '../environment.ts'
import { requireDone } from '../form.ts'
import type { ActMode } from '../policy.ts'
import { allocateActions, type ActionArray } from '../spaces.ts'
import type { Actor, AlgorithmSubject } from './algorithm-subject.ts'
import { HANDS_OFF_CHECK } from './hands-off.ts'
import { copyActions } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import { ALL, keepWorld, keptDifference } from './rows.ts'

export const POLICY_CHECKS: readonly Check<AlgorithmSubject>[] = [
  {
    id: 'algorithm/synchronous',
    title: 'begin, act and forget are done when they return: none gives a promise',
    run: (subject) => requireSynchronous(subject),
  },
  {
    id: 'algorithm/legal',
    title: 'the policy fills legal actions for every world, sampled and greedy',
    async run(subject) {
      for (const mode of ['sample', 'greedy'] as const) {
        const actor = await subject.begin(3)
        for (let t = 0; t < subject.environment.steps; t++) {
          actor.actions.fill(GARBAGE)
          actor.act(mode)
          actor.environment.step(actor.actions)
        }
      }
      return `${subject.environment.steps} steps of 3 worlds in either mode`
    },
  },
  {
    id: 'algorithm/deterministic',
    title: 'two learners of the same seed act the same',
    run: (subject) => requireSameActions(subject, 'sample', 3, 3),
  },
  {
    id: 'algorithm/begin-again',
    title: 'a policy that begins again has forgotten everything',
    run: (subject) => requireBeginAgain(subject),
  },
  {
    id: 'algorithm/batch-size',
    title: 'a world is acted in the same way in batches of 1 and 7',
    run: (subject) => requireSameActions(subject, 'sample', 7, 1),
  },
  {
    id: 'algorithm/only-acts',
    title: 'acting changes nothing of the environment',
    run: (subject) => requireOnlyActs(subject),
  },
  HANDS_OFF_CHECK,
  {
    id: 'algorithm/greedy-draws-nothing',
    title: 'a greedy policy acts the same whatever its seed',
    async run(subject) {
      requireGreedy(subject)
      const first = await subject.begin(2)
      const second = await subject.begin(2, { policy: subject.environment.seed.fold('other policy') })
      return compareActors(subject, 'greedy', first, second, 'of another policy seed')
    },
  },
  {
    id: 'algorithm/ended',
    title: 'the policy begins a new episode as it begins the first, where a world has ended',
    run: (subject) => requireFreshEpisodes(subject),
  },
  {
    id: 'algorithm/forget',
    title: 'the policy begins a restarted world as a fresh one, once told to forget it',
    run: (subject) => requireForgetting(subject),
  },
]

/** Steps that a policy is to forget. */
const LEAD = 5
/** What a policy finds in the actions that it is to fill. */
const GARBAGE = 91

async function requireSynchronous(subject: AlgorithmSubject): Promise<string> {
  const { environment, policy, actions } = await subject.prepare(2)
  requireDone(policy.begin(environment, subject.environment.seed), 'begin')
  for (const mode of ['sample', 'greedy'] as const) {
    requireDone(policy.act(environment, actions, mode), `act, ${mode},`)
    environment.step(actions)
  }
  requireDone(policy.forget?.(1), 'forget')
  return '2 steps of 2 worlds'
}

function requireGreedy({ algorithm }: AlgorithmSubject): void {
  if (algorithm.alwaysDraws) skip('the policy draws even when it is greedy')
}

async function requireSameActions(
  subject: AlgorithmSubject,
  mode: ActMode,
  batch: number,
  otherBatch: number,
): Promise<string> {
  const [first, second] = [await subject.begin(batch), await subject.begin(otherBatch)]
  return compareActors(subject, mode, first, second, `in a batch of ${otherBatch}`)
}

/** Runs two actors side by side and compares the actions of the worlds that both have. */
function compareActors(
  { environment: { steps } }: AlgorithmSubject,
  mode: ActMode,
  first: Actor,
  second: Actor,
  what: string,
): string {
  for (let t = 0; t < steps; t++) {
    first.act(mode)
    second.act(mode)
    for (let w = 0; w < Math.min(first.environment.batch, second.environment.batch); w++) {
      requireSameRow(rowOf(second, w), rowOf(first, w), `world ${w}, step ${t}, ${what}`)
    }
    first.environment.step(first.actions)
    second.environment.step(second.actions)
  }
  return `${steps} steps`
}

function rowOf({ environment, actions }: Actor, w: number): ActionArray {
  const row = allocateActions(environment.spec.action, environment.spec.agents)
  copyActions(actions, environment.batch, w, row, 1, 0)
  return row
}

function requireSameRow(got: ActionArray, expected: ActionArray, place: string): void {
  const i = expected.findIndex((value: number, k: number) => !Object.is(value, got[k]))
  if (i >= 0) fail(`${place}: number ${i} of the action is ${got[i]}, expected ${expected[i]}`)
}

async function requireBeginAgain(subject: AlgorithmSubject): Promise<string> {
  const { seed, steps } = subject.environment
  const used = await subject.begin(3)
  for (let t = 0; t < steps; t++) {
    used.act('sample')
    used.environment.step(used.actions)
  }
  used.environment.reset(seed)
  used.policy.begin(used.environment, seed)
  return compareActors(subject, 'sample', await subject.begin(3), used, 'begun again')
}

async function requireOnlyActs(subject: AlgorithmSubject): Promise<string> {
  const actor = await subject.begin(2)
  const untouched = await subject.begin(2)
  const { spec } = actor.environment
  for (let t = 0; t < subject.environment.steps; t++) {
    const before = [0, 1].map((w) => keepWorld(actor.environment, w, ALL))
    actor.act('sample')
    before.forEach((kept, w) => {
      const difference = keptDifference(spec, actor.environment, w, kept, ALL)
      if (difference !== undefined) fail(`world ${w}, step ${t}: after acting ${difference} as before`)
    })
    actor.environment.step(actor.actions)
    untouched.environment.step(actor.actions)
    for (const w of [0, 1]) {
      const difference = keptDifference(
        spec,
        actor.environment,
        w,
        keepWorld(untouched.environment, w, ALL),
        ALL,
      )
      if (difference !== undefined) fail(`world ${w}, step ${t}: ${difference} as where nobody acted`)
    }
  }
  return `${subject.environment.steps} steps of 2 worlds`
}

/** Compares the greedy actions of a later episode with those of a policy for which it is the first. */
async function requireFreshEpisodes(subject: AlgorithmSubject): Promise<string> {
  requireGreedy(subject)
  const { seed, episodeSteps, steps } = subject.environment
  const standard = seedSchedule(seed)
  const actor = await subject.begin(1)
  let episodes = 0
  for (let t = 0; t < episodeSteps && episodes === 0; t++) {
    actor.act('greedy')
    actor.environment.step(actor.actions)
    episodes += actor.environment.ended[0]
  }
  if (episodes === 0) skip(`no episode ended within ${episodeSteps} steps`)
  const later: Schedule = (w, episode) => standard(w, episode + episodes)
  const fresh = await subject.begin(1, { schedule: later })
  compareActors(subject, 'greedy', fresh, actor, 'in a second episode')
  return `${steps} steps of a second episode`
}

async function requireForgetting(subject: AlgorithmSubject): Promise<string> {
  requireGreedy(subject)
  const { seed, steps } = subject.environment
  const actor = await subject.begin(2)
  const { environment, policy } = actor
  if (environment.instance === undefined) skip('the environment has no instance face')
  for (let t = 0; t < LEAD; t++) {
    actor.act('greedy')
    environment.step(actor.actions)
  }
  const instance = { ...environment.instance.current(1), key: seed.fold('restarted') }
  environment.instance.restart(1, instance)
  policy.forget?.(1)
  const fresh = await subject.begin(2, { schedule: () => instance })
  let compared = 0
  for (; compared < steps && environment.ended[1] === 0; compared++) {
    actor.act('greedy')
    fresh.act('greedy')
    requireSameRow(rowOf(actor, 1), rowOf(fresh, 1), `world 1, step ${compared} after its restart`)
    environment.step(actor.actions)
    fresh.environment.step(fresh.actions)
  }
  return `${compared} steps`
}
