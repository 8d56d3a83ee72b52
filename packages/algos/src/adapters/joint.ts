/** A team as one agent: `jointly`. */
import {
  type ActionArray,
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  type Faces,
} from '@gauntlet/core'
import { adapted } from './adapted.ts'
import { OwnRewards } from './own-rewards.ts'

/** What the one agent sees and does. */
interface Jointly {
  readonly spec: EnvironmentSpec
  readonly buffers?: Partial<Buffers>
  readonly faces?: Faces
  /** Steps the environment beneath. */
  act(actions: ActionArray): void
  /** Brings what is seen of worlds `from … to - 1` up to date. */
  observe?(from: number, to: number): void
}

/**
 * The environment with one agent for all of a side's. It is paid what they are paid in common, or the sum of what each is
 * paid; its episode is over when the world's is, and cut off if any agent's was.
 */
export function jointly(
  environment: Environment,
  { spec, buffers, faces, act, observe }: Jointly,
): Environment {
  const { batch, ended, truncated } = environment
  const { agents, objectives } = environment.spec
  const own = new OwnRewards(environment, objectives)
  const ends = { terminated: new Uint8Array(batch), truncated: new Uint8Array(batch) }
  const leaders = new Int32Array(batch)
  return adapted(environment, {
    spec,
    buffers: { ...ends, rewards: own.rewards, returns: own.returns, active: undefined, ...buffers },
    ...(faces && { faces }),
    act(actions) {
      findLeaders(environment, leaders)
      act(actions)
    },
    follow(from, to, cause) {
      observe?.(from, to)
      for (let w = from; w < to; w++) {
        let cut = 0
        for (let i = w * agents; i < (w + 1) * agents; i++) cut |= truncated[i]
        ends.truncated[w] = ended[w] & cut
        ends.terminated[w] = ended[w] & (1 - cut)
        if (cause === 'begin') own.begin(w)
        if (cause !== 'step') continue
        pay(environment, w, leaders[w], own.rewards)
        own.count(w)
      }
    },
    save: (w) => own.save(w),
    load: (w, saved) => own.load(w, saved),
  })
}

/** Writes for each world the first agent that is in the episode before a step: what is paid in common, it is paid. */
function findLeaders(environment: Environment, leaders: Int32Array): void {
  const { ended, terminated, truncated, spec } = environment
  for (let w = 0; w < leaders.length; w++) {
    let i = w * spec.agents
    while (ended[w] === 0 && (terminated[i] === 1 || truncated[i] === 1)) i++
    leaders[w] = i
  }
}

/** Writes what all agents of a world are paid together: [objectives]. */
function pay({ rewards, spec }: Environment, w: number, leader: number, out: Float32Array): void {
  const { agents, objectives, rewardStructure } = spec
  for (let k = 0; k < objectives; k++) {
    let sum = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) sum += rewards[i * objectives + k]
    out[w * objectives + k] = rewardStructure === 'common' ? rewards[leader * objectives + k] : sum
  }
}
