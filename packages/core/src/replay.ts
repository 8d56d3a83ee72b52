/**
 * Replays: an episode as its instance and its actions, played again by the environment itself.
 * `recordReplay`, `playReplay`, `trajectoryDigest`.
 */
import { ActionCodec } from './action-codec.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import type { EnvironmentDefinition } from './definition.ts'
import { Sha256 } from './digest.ts'
import type { Environment, Instance } from './environment.ts'
import { GauntletError } from './errors.ts'
import {
  COUNT,
  type Form,
  type Forms,
  INDEX,
  NUMBER,
  OBJECT,
  TEXT,
  listOf,
  oneOf,
  optional,
  requireForm,
  requireValue,
} from './form.ts'
import { type Parameters, isFileContent } from './parameters.ts'
import { type ActMode, type Policy, checkPolicy } from './policy.ts'
import { Seed } from './random/seed.ts'
import { show } from './show.ts'
import { type ActionArray, allocateActions } from './spaces.ts'

/** Rises with every change of the format; other versions are refused. 2: actions in the fewest bits. */
const FORMAT_VERSION = 2

/** One episode, as JSON. Whoever has the environment's package can play it again and compare the digest. */
export interface Replay {
  readonly format: 'gauntlet-replay'
  readonly formatVersion: typeof FORMAT_VERSION
  readonly environment: { readonly id: string; readonly version: number; readonly parameters: object }
  readonly instance: { readonly key: string; readonly index?: number }
  readonly steps: number
  /** The actions of all steps, [steps, agents, actionWidth], as base64 of the fewest bits: `ActionCodec`. */
  readonly actions: string
  readonly returns: readonly number[]
  readonly metrics: Readonly<Record<string, number>>
  /** `trajectoryDigest` of the episode. */
  readonly digest: string
}

/**
 * Absorbs what all worlds show after a reset or step, and what is final of those that ended in it. The order of
 * the arrays is part of the format.
 */
export function absorb(hash: Sha256, environment: Environment): void {
  hash.update(environment.observations).update(environment.rewards)
  hash.update(environment.terminated).update(environment.truncated).update(environment.ended)
  for (const extra of [environment.state, environment.actionMask, environment.active, environment.costs]) {
    if (extra !== undefined) hash.update(extra)
  }
  for (let w = 0; w < environment.batch; w++)
    if (environment.ended[w] === 1) absorbFinal(hash, environment, w)
}

function absorbFinal(hash: Sha256, environment: Environment, w: number): void {
  const { finalObservations, finalState, finalActionMask, returns, lengths, metrics, batch } = environment
  for (const array of [finalObservations, finalState, finalActionMask, returns, lengths, metrics]) {
    if (array === undefined) continue
    const width = array.length / batch
    hash.update(array.subarray(w * width, (w + 1) * width))
  }
}

/**
 * SHA-256 over everything that an environment shows in `steps` steps of a policy from `reset(seed)`.
 * The same on every machine, engine and number of workers.
 */
export function trajectoryDigest(
  environment: Environment,
  policy: Policy,
  seed: Seed,
  steps: number,
): string {
  checkPolicy(policy, 'trajectoryDigest: policy')
  requireValue(steps, 'trajectoryDigest: steps', INDEX, 'replay')
  const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
  const hash = new Sha256()
  environment.reset(seed)
  policy.begin(environment, seed)
  absorb(hash, environment)
  for (let t = 0; t < steps; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    hash.update(actions)
    absorb(hash, environment)
  }
  return hash.hex()
}

/** Plays one episode of a policy and keeps its actions. `maximumSteps` bounds an episode without a horizon. */
export async function recordReplay<P extends object>(
  definition: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  policy: Policy,
  seed: Seed,
  instance: Instance,
  options: { readonly mode?: ActMode; readonly maximumSteps?: number } = {},
): Promise<Replay> {
  const { mode = 'sample', maximumSteps = 100_000 } = options
  requireValue(definition, 'recordReplay: definition', DEFINITION, 'replay')
  checkPolicy(policy, 'recordReplay: policy')
  requireValue(mode, 'recordReplay: mode', oneOf('sample', 'greedy'), 'replay')
  requireValue(maximumSteps, 'recordReplay: maximumSteps', COUNT, 'replay')
  const environment = await definition.make(parameters)
  const actions = allocateActions(environment.spec.action, environment.spec.agents)
  const recorded: ActionArray[] = []
  const hash = new Sha256()
  environment.reset(seed, () => instance)
  policy.begin(environment, seed)
  absorb(hash, environment)
  while (environment.ended[0] === 0) {
    if (recorded.length >= maximumSteps) {
      throw new GauntletError(
        'replay',
        `${definition.id}: the episode did not end within ${maximumSteps} steps`,
      )
    }
    policy.act(environment, actions, mode)
    environment.step(actions)
    recorded.push(actions.slice())
    absorb(hash, environment)
  }
  const { spec } = environment
  return {
    format: 'gauntlet-replay',
    formatVersion: FORMAT_VERSION,
    environment: {
      id: definition.id,
      version: definition.version,
      parameters: writeParameters(definition.resolve(parameters)),
    },
    instance:
      instance.index === undefined
        ? { key: instance.key.toString() }
        : { key: instance.key.toString(), index: instance.index },
    steps: recorded.length,
    actions: encodeBase64(new ActionCodec(spec.action, spec.agents).pack(recorded)),
    returns: Array.from(environment.returns),
    metrics: Object.fromEntries(spec.metrics.map(({ name }, k) => [name, environment.metrics[k]])),
    digest: hash.hex(),
  }
}

/**
 * Plays a replay again, yielding the environment after the reset and after every step, with the step's actions. In the step that ends
 * the episode the world has been reset already: its last observation is in `finalObservations`.
 * Errors: GauntletError where the replay is another environment's or version's, or where its actions are not
 * of the space, or its length, digest, returns or metrics do not come out.
 */
export async function* playReplay<P extends object>(
  definition: EnvironmentDefinition<P>,
  replay: Replay,
): AsyncGenerator<{ readonly t: number; readonly environment: Environment; readonly actions: ActionArray }> {
  checkReplay(definition, replay)
  const environment = await definition.make(readParameters(replay.environment.parameters) as Partial<P>)
  const { action, agents } = environment.spec
  const actions = allocateActions(action, agents)
  const codec = new ActionCodec(action, agents)
  const recorded = decodeBase64(replay.actions)
  codec.check(recorded, replay.steps)
  const key = Seed.from(replay.instance.key)
  const instance = replay.instance.index === undefined ? { key } : { key, index: replay.instance.index }
  const hash = new Sha256()
  environment.reset(key, () => instance)
  absorb(hash, environment)
  yield { t: 0, environment, actions }
  for (let t = 1; t <= replay.steps; t++) {
    codec.unpack(recorded, t - 1, actions)
    environment.step(actions)
    absorb(hash, environment)
    checkEnd(environment, replay, t)
    yield { t, environment, actions }
  }
  const digest = hash.hex()
  if (digest !== replay.digest)
    throw new GauntletError('replay', `digest: got ${digest}, expected ${replay.digest}`)
  checkTotals(environment, replay)
}

function checkEnd({ ended }: Environment, { steps }: Replay, t: number): void {
  if ((ended[0] === 1) === (t === steps)) return
  const found = t < steps ? `ended after ${t}` : 'goes on'
  throw new GauntletError('replay', `steps: got ${steps}, but the episode ${found}`)
}

/** The digest covers what was played; the totals stand beside it, for readers, and must say the same. */
function checkTotals({ returns, metrics, spec }: Environment, replay: Replay): void {
  const totals: [name: string, got: number | undefined, expected: number][] = [
    ['returns: length', replay.returns.length, returns.length],
    ...Array.from(returns, (total, k): [string, number, number] => [
      `returns [${k}]`,
      replay.returns[k],
      total,
    ]),
    ...spec.metrics.map(({ name }, k): [string, number, number] => [
      `metrics: ${name}`,
      replay.metrics[name],
      metrics[k],
    ]),
  ]
  for (const [name, got, expected] of totals) {
    if (got !== expected) throw new GauntletError('replay', `${name}: got ${got}, expected ${expected}`)
  }
}

const DEFINITION: Form = {
  allowed: 'an environment made by defineEnvironment',
  accepts: (value) => (value as EnvironmentDefinition | null)?.kind === 'environment',
}

const REPLAY: Forms = {
  environment: OBJECT,
  instance: OBJECT,
  steps: INDEX,
  actions: TEXT,
  returns: listOf(NUMBER),
  metrics: OBJECT,
  digest: TEXT,
}
const ENVIRONMENT: Forms = { id: TEXT, version: COUNT, parameters: OBJECT }
const INSTANCE: Forms = { key: TEXT, index: optional(INDEX) }

function checkReplay(definition: EnvironmentDefinition, replay: Replay): void {
  requireValue(definition, 'playReplay: definition', DEFINITION, 'replay')
  requireValue(replay, 'replay', OBJECT, 'replay')
  if (replay.format !== 'gauntlet-replay' || replay.formatVersion !== FORMAT_VERSION) {
    throw new GauntletError(
      'replay',
      `format: got ${show(replay.format)} ${show(replay.formatVersion)}, expected gauntlet-replay ${FORMAT_VERSION}`,
    )
  }
  requireForm(replay, 'replay', REPLAY, 'replay')
  requireForm(replay.environment, 'replay.environment', ENVIRONMENT, 'replay')
  requireForm(replay.instance, 'replay.instance', INSTANCE, 'replay')
  const { id, version } = replay.environment
  if (id !== definition.id || version !== definition.version) {
    throw new GauntletError(
      'replay',
      `environment: the replay is of ${id} version ${version}, here is ${definition.id} version ${definition.version}`,
    )
  }
}

/** Parameters as JSON: a file becomes its name and base64. */
function writeParameters(parameters: object): object {
  const entries = Object.entries(parameters as Parameters).map(([name, value]) => [
    name,
    isFileContent(value) ? { name: value.name, base64: encodeBase64(value.bytes) } : value,
  ])
  return Object.fromEntries(entries)
}

function readParameters(written: object): object {
  const entries = Object.entries(written).map(([name, value]: [string, unknown]) => {
    const { name: fileName, base64 } = Object(value) as { name?: string; base64?: string }
    return [name, base64 === undefined ? value : { name: fileName, bytes: decodeBase64(base64) }]
  })
  return Object.fromEntries(entries)
}
