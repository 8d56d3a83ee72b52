/** Who plays where a dataset is recorded: `Actor`, `actorOf`, `defaultExpert`. */
import {
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Policy,
  canonicalJson,
  uniformPolicy,
} from '@gauntlet/core'
import { type Catalogue, type SettingEntry, unknownName } from '../catalogue.ts'
import { trainLearner } from '../cell.ts'
import { through } from '../evaluation-environment.ts'
import { restoreCell } from '../cells.ts'
import { createLearner } from '../learner.ts'
import { plainParameters } from '../plain-parameters.ts'
import { findCell } from '../replay.ts'
import type { CellDescriptor } from '../records.ts'
import type { Store } from '../store.ts'
import type { Propensities } from './transition-log.ts'
import { uniformPropensities } from './uniform-propensities.ts'

export interface Actor {
  /** What the file says of it. */
  readonly record: Readonly<Record<string, unknown>> & { readonly policy: string }
  /** With which probability it acts as it does, where that is known. */
  readonly propensities?: Propensities
  /** The policy, and the environment as it sees it. */
  sit(environment: Environment): { readonly seen: Environment; readonly policy: Policy }
  dispose?(): void
}

const WORDS = 'random, expert, expert:NAME or cell:KEY'

/**
 * The policy that words name: `random`, `expert` (the first that sees no hidden state, or else the first), `expert:NAME`, or
 * `cell:KEY`, what training left in a stored cell of the same setting (its key's beginning will do, or SETTING ALGORITHM [SEED]).
 * Errors: GauntletError naming the option where there is none, or none that plays this setting.
 */
export async function actorOf(
  option: string,
  words: string,
  catalogue: Catalogue,
  entry: SettingEntry,
  store: () => Store,
): Promise<Actor> {
  const [kind, name] = /^([a-z]+)(?::(.+))?$/.exec(words)?.slice(1) ?? []
  if (kind === 'random' && name === undefined) return randomActor()
  if (kind === 'expert') return expertActor(option, entry, name)
  if (kind === 'cell' && name !== undefined) return cellActor(option, name, catalogue, entry, store())
  throw new GauntletError('policy', `${option}: got ${words}, expected ${WORDS}`)
}

export function randomActor(): Actor {
  return {
    record: { policy: 'random' },
    propensities: uniformPropensities,
    sit: (environment) => ({ seen: environment, policy: uniformPolicy() }),
  }
}

/** The expert that is taken where none is named; undefined where there is none. */
export function defaultExpert({ experts = [] }: EnvironmentSpec): string | undefined {
  return (experts.find(({ seesHiddenState }) => !seesHiddenState) ?? experts[0])?.name
}

/** Errors: as of `actorOf`. */
export function expertActor(option: string, entry: SettingEntry, named: string | undefined): Actor {
  const spec = entry.environment.describe(entry.setting.parameters)
  const name = named ?? defaultExpert(spec)
  if (name === undefined) throw new GauntletError('policy', `${option}: ${entry.id} has no expert`)
  const expert = spec.experts?.find((one) => one.name === name)
  if (expert === undefined) {
    const known = (spec.experts ?? []).map((one) => one.name)
    throw unknownName('expert', `${name} of ${entry.id}`, known, known)
  }
  const { seesHiddenState } = expert
  return {
    record: { policy: `expert:${name}`, seesHiddenState },
    sit: (environment) => ({ seen: environment, policy: environment.expert!.policy(name) }),
  }
}

async function cellActor(
  option: string,
  words: string,
  catalogue: Catalogue,
  entry: SettingEntry,
  store: Store,
): Promise<Actor> {
  const stored = findCell(store, words.split(' '))
  requireFit(`${option}: cell ${words}`, stored.descriptor, entry)
  const cell = restoreCell(catalogue, stored.key, stored.descriptor, (digest) => store.file(digest))
  const learner = await createLearner(catalogue, cell)
  const saved = stored.policy === null ? undefined : store.policy(stored.policy)
  if (saved !== undefined && learner.load !== undefined) learner.load(new Uint8Array(saved))
  else await trainLearner(catalogue, cell, learner)
  const { algorithm, adapters, seed, budget } = stored.descriptor
  const { score } = stored
  return {
    record: { policy: `cell:${stored.key}`, algorithm, adapters, seed, budget, score },
    sit: (environment) => ({
      seen: through(catalogue, cell, environment),
      policy: learner.policy,
    }),
    dispose: () => learner.dispose?.(),
  }
}

/** Refuses a cell of another setting, or one whose game needs another cell. */
function requireFit(which: string, { environment, against }: CellDescriptor, entry: SettingEntry): void {
  const own = plainParameters(entry.environment.resolve(entry.setting.parameters))
  const same =
    environment.id === entry.environment.id && canonicalJson(environment.parameters) === canonicalJson(own)
  if (!same) {
    const found = `${environment.id}:${environment.setting}`
    throw new GauntletError(
      'policy',
      `${which} is of ${found}, expected one with the parameters of ${entry.id}`,
    )
  }
  if (against === undefined) return
  throw new GauntletError('policy', `${which} is a response to another cell, expected one that stands alone`)
}
