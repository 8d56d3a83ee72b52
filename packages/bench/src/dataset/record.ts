/** Transitions of a setting under a policy, as the bytes of a file: `recordDataset`, `DatasetRequest`. */
import { type Environment, GauntletError, type Policy, Seed, allocateActions } from '@gauntlet/core'
import type { SettingEntry } from '../catalogue.ts'
import { guardView } from '../guarded-view.ts'
import { type Actor, defaultExpert, expertActor, randomActor } from './actors.ts'
import { type Measures, writeDataset } from './dataset-file.ts'
import { meanOf, trajectoryQuality, uniquePairs } from './measures.ts'
import { TransitionLog } from './transition-log.ts'

/** How much is recorded: whole episodes, or world steps, which may leave the last episode unfinished. */
export interface Amount {
  readonly unit: 'episodes' | 'steps'
  readonly count: number
}

export interface DatasetRequest {
  readonly entry: SettingEntry
  readonly actor: Actor
  /** Who plays a share of the whole, after the rest. */
  readonly mix?: { readonly share: number; readonly actor: Actor } | undefined
  readonly amount: Amount
  readonly seed: number
  /** Whose return counts as the best; the expert that plays, or else the one taken where none is named, unless given. */
  readonly best?: Actor | undefined
  /** Unique pairs of another dataset, and its name, to measure coverage against; those of uniform play unless given. */
  readonly reference?: { readonly name: string; readonly pairs: number } | undefined
  /** Whether quality and coverage are measured, for which uniform play and an expert play as much again. */
  readonly measured: boolean
  readonly packages: Readonly<Record<string, string>>
}

/** Who plays how much of it, and is told apart by a number. */
interface Part {
  readonly actor: Actor
  readonly amount: Amount
}

/**
 * Plays, and writes down every decision. The same request makes the same bytes.
 * Errors: GauntletError where the share leaves one of two policies nothing to play.
 */
export async function recordDataset(request: DatasetRequest): Promise<Uint8Array> {
  const { entry, seed, packages } = request
  const parts = partsOf(request)
  const log = await playAll(entry, parts, seed)
  const measures = request.measured ? await measure(request, parts, log) : undefined
  const policies = parts.map(({ actor }) => actor.record)
  return writeDataset(log, { entry, seed, policies, measures, packages })
}

function partsOf({ actor, mix, amount }: DatasetRequest): Part[] {
  if (mix === undefined) return [{ actor, amount }]
  const mixed = Math.round(mix.share * amount.count)
  if (mixed === 0 || mixed === amount.count) {
    const message = `--mix: got ${mix.share} of ${amount.count} ${amount.unit}, expected at least one for either policy`
    throw new GauntletError('mix', message)
  }
  return [
    { actor, amount: { ...amount, count: amount.count - mixed } },
    { actor: mix.actor, amount: { ...amount, count: mixed } },
  ]
}

/** What all parts play, one after the other, each on instances of its own. */
async function playAll(entry: SettingEntry, parts: readonly Part[], seed: number): Promise<TransitionLog> {
  const { environment, setting } = entry
  const log = new TransitionLog(environment.describe(setting.parameters))
  const root = Seed.from(0).fold(entry.id).fold(seed).fold('dataset')
  for (const [number, { actor, amount }] of parts.entries()) {
    const world = await environment.make(setting.parameters, 1)
    const { seen, policy } = actor.sit(log.listen(world, number, actor.propensities))
    const before = { episodes: log.returns.length, steps: log.steps }
    const over = (): boolean =>
      (amount.unit === 'steps' ? log.steps - before.steps : log.returns.length - before.episodes) >=
      amount.count
    play(seen, policy, root.fold(number), over)
  }
  return log
}

function play(environment: Environment, policy: Policy, seed: Seed, over: () => boolean): void {
  const { spec, batch } = environment
  const actions = allocateActions(spec.action, batch * spec.agents)
  environment.reset(seed)
  const { view, refresh } = guardView(environment)
  policy.begin(view, seed)
  while (!over()) {
    policy.act(view, actions, 'sample')
    environment.step(actions)
    refresh()
  }
}

/** TQ and SACo, against uniform play and the best policy over as much as was recorded, from the same seed. */
async function measure(
  request: DatasetRequest,
  parts: readonly Part[],
  log: TransitionLog,
): Promise<Measures> {
  const { entry, amount, seed, reference } = request
  const alone = async (actor: Actor): Promise<TransitionLog> => {
    const own = parts.length === 1 && parts[0].actor.record.policy === actor.record.policy
    return own ? log : playAll(entry, [{ actor, amount }], seed)
  }
  const random = await alone(randomActor())
  const expert = request.best ?? expertOf(entry, parts)
  const best = expert && meanOf((await alone(expert)).returns)
  const [mean, worst] = [meanOf(log.returns), meanOf(random.returns)]
  const unique = pairsOf(log)
  const pairs = reference?.pairs ?? pairsOf(random)
  const known = (value: number | undefined): number | null =>
    value !== undefined && Number.isFinite(value) ? value : null
  return {
    meanReturn: known(mean),
    quality: {
      value: known(trajectoryQuality(mean, worst, best ?? Number.NaN)),
      randomReturn: known(worst),
      bestReturn: known(best),
      best: expert?.record.policy ?? null,
    },
    coverage: {
      value: known(unique / pairs),
      unique,
      referenceUnique: pairs,
      reference: reference?.name ?? 'random',
    },
  }
}

/** The expert that plays in the dataset, or else the one that is taken where none is named; undefined where there is none. */
function expertOf(entry: SettingEntry, parts: readonly Part[]): Actor | undefined {
  const playing = parts.find(({ actor }) => actor.record.policy.startsWith('expert:'))?.actor
  const spec = entry.environment.describe(entry.setting.parameters)
  if (playing !== undefined) return playing
  return defaultExpert(spec) === undefined ? undefined : expertActor('--policy', entry, undefined)
}

function pairsOf({ columns, rows }: TransitionLog): number {
  return uniquePairs(columns.observations.first(rows), columns.actions.first(rows), rows)
}
