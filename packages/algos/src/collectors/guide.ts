/** An expert beside the learner that acts: `Guide`; one that says what it would do, `labeller`; one that plays along, `companion`; which, `teacherName`. */
import {
  type ActionArray,
  type Environment,
  type EnvironmentSpec,
  type Seed,
  type Stream,
  type TextField,
  actionWidth,
  allocateActions,
  policyStreams,
  pow,
  text,
} from '@gauntlet/core'
import { honestExperts } from '../adapters/best-expert.ts'
import { expertName } from '../trainers/scripted.ts'

/** Looks on while a collection is drawn, and acts in the learner's place where it is its turn. */
export interface Guide {
  /** Before the first step of collection number `iteration`, all of whose noise is folded from `seed`. */
  begin(iteration: number, seed: Seed): void
  /**
   * Before every step: replaces in `actions`, which the learner has drawn, what the expert does itself; writes to `taken` what
   * is to be taken down, and to `sources` 1 where the expert acts, else 0.
   * Shapes: actions [batch, agents, …], sources [batch, agents].
   */
  act(actions: ActionArray, taken: ActionArray, sources: Uint8Array): void
}

/** Makes a guide for an environment whose worlds are dealt into groups of so many. */
export type Guidance = (environment: Environment, groupSize: number) => Guide

export const EXPERT_FIELD: TextField = text({
  default: '',
  description:
    'Name of the scripted policy; where empty the first that sees no hidden state and is not slow, or else the first',
})

/** Who `EXPERT_FIELD` means. Errors: ParameterError where the spec names no such expert. */
export function teacherName(spec: EnvironmentSpec, given: string): string {
  return expertName(spec, given === '' ? (honestExperts(spec).at(0)?.name ?? '') : given)
}

/**
 * What the expert would do is taken down of all worlds. It acts itself in a share decay^i of their steps in collection i, which are
 * counted from 0: in all of the first, and with decay 0 in none after it.
 *
 * Source: Ross, Gordon and Bagnell 2011 (DAgger), algorithm 3.1 and section 3.1.
 */
export function labeller(name: string, decay: number): Guidance {
  return (environment) => {
    const expert = new Expert(environment, name)
    let streams: Stream[] = []
    let share = 1
    return {
      begin(iteration, seed) {
        expert.begin(seed)
        streams = policyStreams(seed.fold('turns'), environment.batch)
        share = iteration === 0 ? 1 : pow(decay, iteration)
      },
      act(actions, taken, sources) {
        expert.decide()
        taken.set(expert.actions)
        for (let w = 0; w < environment.batch; w++)
          expert.act(w, streams[w].uniform() < share, actions, sources)
      },
    }
  }
}

/** The expert plays the first world of every group. What is done is taken down, by whomever. */
export function companion(name: string): Guidance {
  return (environment, groupSize) => {
    const expert = new Expert(environment, name)
    return {
      begin: (_iteration, seed) => expert.begin(seed),
      act(actions, taken, sources) {
        expert.decide()
        for (let w = 0; w < environment.batch; w++) expert.act(w, w % groupSize === 0, actions, sources)
        taken.set(actions)
      },
    }
  }
}

class Expert {
  /** [batch, agents, …]: what it has decided */
  readonly actions: ActionArray
  private readonly environment: Environment
  private readonly policy: ReturnType<NonNullable<Environment['expert']>['policy']>

  constructor(environment: Environment, name: string) {
    const { spec, batch } = environment
    this.environment = environment
    this.actions = allocateActions(spec.action, batch * spec.agents)
    this.policy = environment.expert!.policy(name)
  }

  begin(seed: Seed): void {
    this.policy.begin(this.environment, seed.fold('expert'))
  }

  decide(): void {
    this.policy.act(this.environment, this.actions, 'sample')
  }

  /** Writes what it has decided for world `w` to `actions`, where it is its turn, and whether it is to `sources`. */
  act(w: number, turn: boolean, actions: ActionArray, sources: Uint8Array): void {
    const { agents, action } = this.environment.spec
    sources.fill(turn ? 1 : 0, w * agents, (w + 1) * agents)
    if (!turn) return
    const width = agents * actionWidth(action)
    for (let k = w * width; k < (w + 1) * width; k++) actions[k] = this.actions[k]
  }
}
