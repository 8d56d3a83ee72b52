/** Policies that are written, not learnt, and know the worlds: `expertFace`, `perWorld`, `perWorldDrawing`. */
import { GauntletError } from './errors.ts'
import type { ExpertFace } from './faces.ts'
import { type Policy, type PolicyMemory, policyStreams, renewStream, streamMemory } from './policy.ts'
import type { Stream } from './random/stream.ts'
import type { ActionArray } from './spaces.ts'
import type { EnvironmentSpec } from './spec.ts'

/** The face whose policies `make` makes; GauntletError where a name is none of the spec's experts. */
export function expertFace(
  id: string,
  { experts = [] }: EnvironmentSpec,
  make: (name: string, configuration: object | undefined) => Policy | undefined,
): ExpertFace {
  const names = experts.map(({ name }) => name)
  return {
    policy(name, configuration) {
      const policy = names.includes(name) ? make(name, configuration) : undefined
      if (policy !== undefined) return policy
      const expected = names.length === 1 ? names[0] : `one of ${names.join(', ')}`
      throw new GauntletError('expert', `${id}: got expert ${name}, expected ${expected}`)
    },
  }
}

/** A policy that writes the action of every world `w`. */
export function perWorld(choose: (w: number, actions: ActionArray) => void): Policy {
  return {
    begin() {},
    act(view, actions) {
      for (let w = 0; w < view.batch; w++) choose(w, actions)
    },
    memory: NOTHING,
  }
}

const NOTHING: PolicyMemory = { save: () => undefined, load() {} }

/** A policy that writes the action of every world, with random numbers of its own. Errors: GauntletError where it acts before begin. */
export function perWorldDrawing(
  name: string,
  choose: (w: number, actions: ActionArray, stream: Stream) => void,
): Policy {
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions) {
      if (streams.length < view.batch) throw new GauntletError('order', `${name}: act before begin`)
      for (let w = 0; w < view.batch; w++) choose(w, actions, streams[w])
    },
    forget: (world, seed) => renewStream(streams, world, seed),
    memory: streamMemory(() => streams),
  }
}
