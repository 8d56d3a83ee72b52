/** Who sits at a game: `Player`, `Opponent`, `policyPlayer`; the opponents that a game brings: `namedOpponents`. */
import type { Environment } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import { type ActMode, type Policy, type PolicyMemory, type View, uniformPolicy } from '../policy.ts'
import type { Seed } from '../random/seed.ts'
import { allocateActions } from '../spaces.ts'
import type { EnvironmentSpec } from '../spec.ts'
import type { Seat } from './seat.ts'
import { RANDOM_OPPONENT, isSavable } from './side-spec.ts'

/** Whoever plays a side of a game. */
export interface Player {
  begin(seed: Seed): void
  /** Puts the actions of its side down. */
  act(): void
  /** Called where the seat shows another state. */
  refresh?(): void
  /**
   * A new episode has begun in a world, in which chance is drawn under `seed`. Who lacks it acts at every step, also where
   * it does not sit, so that it notices by itself.
   */
  restart?(world: number, seed: Seed): void
  /** As that of a policy: absent where what it remembers cannot be saved. */
  readonly memory?: PolicyMemory
}

/** Takes a seat at a game. */
export type Opponent = (seat: Seat) => Player

/** A policy as the player of what it acts on, be it `seat.side` or `seat.game`, of which it sees `view`. */
export function policyPlayer(policy: Policy, seen: Environment, mode: ActMode, view: View = seen): Player {
  const actions = allocateActions(seen.spec.action, seen.batch * seen.spec.agents)
  return {
    begin: (seed) => policy.begin(view, seed),
    act() {
      policy.act(view, actions, mode)
      seen.step(actions)
    },
    ...(policy.forget && { restart: (world: number, seed: Seed) => policy.forget!(world, seed) }),
    ...(policy.memory && { memory: policy.memory }),
  }
}

/**
 * The game's experts, and random play by the name `random`, as opponents that sample. What an expert remembers is saved where the spec
 * says that it can be.
 * Errors: GauntletError where a name is none of these.
 */
export function namedOpponents(names: readonly string[], { experts = [] }: EnvironmentSpec): Opponent[] {
  const known = experts.map(({ name }) => name)
  const stray = names.find((name) => name !== RANDOM_OPPONENT && !known.includes(name))
  if (stray !== undefined) {
    const allowed = [...known, RANDOM_OPPONENT].join(', ')
    throw new GauntletError('opponent', `got opponent ${stray}, expected one of ${allowed}`)
  }
  return names.map((name) => ({ game }) => {
    const policy = known.includes(name) ? game.expert?.policy(name) : uniformPolicy()
    const { memory, ...player } = policyPlayer(policy ?? uniformPolicy(), game, 'sample')
    return { ...player, ...(memory && isSavable(name, experts) && { memory }) }
  })
}
