/** Recorded transitions as an NPZ file: `writeDataset`, `openDataset`, `datasetPairs`, `DatasetAbout`, `Measures`. */
import { type EnvironmentSpec, type FileContent, ParameterError, canonicalJson } from '@gauntlet/core'
import { type NpzFile, type TypedNpyArray, parseJson, readNpz, writeNpz } from '@gauntlet/tables'
import type { SettingEntry } from '../catalogue.ts'
import { plainParameters } from '../plain-parameters.ts'
import type { GrowingColumn } from './growing-column.ts'
import { uniquePairs } from './measures.ts'
import type { TransitionLog } from './transition-log.ts'

const FORMAT = 'gauntlet-dataset'
const VERSION = 1
const ABOUT = 'metadata.json'

export interface Measures {
  /** Mean over whole episodes of the agents' mean return. */
  readonly meanReturn: number | null
  /** TQ. */
  readonly quality: {
    readonly value: number | null
    readonly randomReturn: number | null
    readonly bestReturn: number | null
    readonly best: string | null
  }
  /** SACo. */
  readonly coverage: {
    readonly value: number | null
    readonly unique: number
    readonly referenceUnique: number
    readonly reference: string
  }
}

/** What a file says of itself, beside its columns. */
export interface DatasetAbout {
  readonly format: typeof FORMAT
  readonly formatVersion: typeof VERSION
  readonly environment: {
    readonly id: string
    readonly version: number
    readonly setting: string
    readonly parameters: Readonly<Record<string, unknown>>
    readonly spec: unknown
  }
  readonly policies: readonly (Readonly<Record<string, unknown>> & { readonly policy: string })[]
  readonly seed: number
  readonly rows: number
  readonly steps: number
  readonly episodes: { readonly begun: number; readonly ended: number }
  readonly measures: Measures | null
  readonly packages: Readonly<Record<string, string>>
}

/** Where a dataset comes from. */
export interface DatasetSource {
  readonly entry: SettingEntry
  readonly seed: number
  readonly policies: DatasetAbout['policies']
  readonly measures: Measures | undefined
  readonly packages: DatasetAbout['packages']
}

/** The bytes of a file of everything that was taken down. */
export function writeDataset(log: TransitionLog, source: DatasetSource): Uint8Array {
  const { entry, seed, policies, measures, packages } = source
  const { environment, name, setting } = entry
  const about: DatasetAbout = {
    format: FORMAT,
    formatVersion: VERSION,
    environment: {
      id: environment.id,
      version: environment.version,
      setting: name,
      parameters: plainParameters(environment.resolve(setting.parameters)),
      spec: withoutInfinities(log.spec),
    },
    policies,
    seed,
    rows: log.rows,
    steps: log.steps,
    episodes: { begun: log.begun, ended: log.returns.length },
    measures: measures ?? null,
    packages,
  }
  return writeNpz({ ...columnsOf(log), [ABOUT]: new TextEncoder().encode(`${canonicalJson(about)}\n`) })
}

/** Columns under the names that Python readers know. */
function columnsOf({ columns, rows, spec }: TransitionLog): Record<string, TypedNpyArray> {
  const { action, observation, objectives } = spec
  const seen = observation.shape
  const done =
    action.kind === 'box' ? action.shape : action.kind === 'discrete' ? [] : [columns.actions.width]
  const array = (column: GrowingColumn, shape: readonly number[] = []): TypedNpyArray => ({
    shape: [rows, ...shape],
    values: column.first(rows),
  })
  const { masks, nextMasks } = columns
  return {
    observations: array(columns.observations, seen),
    actions: array(columns.actions, done),
    rewards: {
      shape: objectives > 1 ? [rows, objectives] : [rows],
      values: Float32Array.from(columns.rewards.first(rows)),
    },
    next_observations: array(columns.nextObservations, seen),
    terminated: array(columns.terminated),
    truncated: array(columns.truncated),
    ...(masks && { masks: array(masks, [masks.width]) }),
    ...(nextMasks && { next_masks: array(nextMasks, [nextMasks.width]) }),
    propensities: array(columns.propensities),
    episodes: array(columns.episodes),
    steps: array(columns.steps),
    agents: array(columns.agents),
    policies: array(columns.policies),
  }
}

/** A spec as JSON, which has no infinite numbers: they stand as their names. */
function withoutInfinities(spec: EnvironmentSpec): unknown {
  return JSON.parse(
    JSON.stringify(spec, (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ),
  )
}

/** A file's arrays, and what it says of itself. Errors: ParameterError naming the file where it is no dataset. */
export function openDataset(file: FileContent): { readonly npz: NpzFile; readonly about: DatasetAbout } {
  const npz = readNpz(file)
  if (!npz.has(ABOUT)) throw new ParameterError(file.name, npz.names, `a dataset, with ${ABOUT}`)
  const about = parseJson({ name: `${file.name}: ${ABOUT}`, bytes: npz.bytes(ABOUT) })
  const { format, formatVersion } = Object(about) as Partial<DatasetAbout>
  if (format !== FORMAT || formatVersion !== VERSION)
    throw new ParameterError(
      `${file.name}: ${ABOUT}`,
      { format, formatVersion },
      `${FORMAT}, version ${VERSION}`,
    )
  return { npz, about: about as DatasetAbout }
}

/** Pairs of observation and action of a file that differ from one another. Errors: as of `openDataset`. */
export function datasetPairs(file: FileContent): number {
  const { npz } = openDataset(file)
  const [observations, actions] = [npz.array('observations'), npz.array('actions')]
  return uniquePairs(observations.values, actions.values, observations.shape[0] ?? 0)
}
