/** What is checked, under which parameters and seed: `CheckOptions`, `EnvironmentSubject`, `createSubject`. */
import type { EnvironmentDefinition } from '../definition.ts'
import type { Environment } from '../environment.ts'
import { Seed } from '../random/seed.ts'
import { product } from '../spaces.ts'
import type { EnvironmentSpec } from '../spec.ts'
import { fail } from './report.ts'

/** How an environment is checked. */
export interface CheckOptions<P extends object = object> {
  /** Parameters over the defaults. */
  readonly parameters?: Partial<P>
  /** Any seed; 0 unless said. */
  readonly seed?: number
  /**
   * Steps that a comparison runs; unless said 128, or 24 of a foreign engine, whose steps take far longer. Checks of whole
   * episodes run two horizons where that is affordable.
   */
  readonly steps?: number
  /** Bytes in use on the heap: `() => process.memoryUsage().heapUsed`. Without it allocation is not checked. */
  readonly heapUsed?: () => number
  /**
   * Bytes that a step may allocate for each agent; 64 unless said: less than a typed array or a closure with
   * its context takes, but four of the numbers of 16 bytes in which V8 returns what a function that it did not
   * inline has computed.
   */
  readonly allowedBytes?: number
  /** Ids of the checks to run (`buffers/poison`), or whole groups (`buffers`). */
  readonly only?: readonly string[]
}

/** An environment under check. */
export interface EnvironmentSubject {
  readonly definition: EnvironmentDefinition
  /** Complete. */
  readonly parameters: object
  /** Described once, when first asked for. */
  readonly spec: EnvironmentSpec
  readonly seed: Seed
  readonly steps: number
  /** Steps within which whole episodes are looked for: two horizons where that is affordable. */
  readonly episodeSteps: number
  readonly heapUsed: (() => number) | undefined
  readonly allowedBytes: number
  make(batch: number): Promise<Environment>
}

/** Errors: ParameterError where the given parameters are not the definition's. */
export function createSubject<P extends object>(
  definition: EnvironmentDefinition<P>,
  options: CheckOptions<P>,
): EnvironmentSubject {
  const { parameters, seed = 0, heapUsed, allowedBytes = 64 } = options
  const resolved = definition.resolve(parameters)
  let spec: EnvironmentSpec | undefined
  let episodeSteps: number | undefined
  return {
    definition: definition as unknown as EnvironmentDefinition,
    parameters: resolved,
    get spec() {
      spec ??= definition.describe(resolved)
      return spec
    },
    seed: Seed.from(seed),
    get steps() {
      return options.steps ?? (this.spec.engine === 'foreign' ? 24 : 128)
    },
    get episodeSteps() {
      episodeSteps ??= stepsForEpisodes(this.spec, this.steps)
      return episodeSteps
    },
    heapUsed,
    allowedBytes,
    make: (batch) => definition.make(resolved, batch),
  }
}

/** Numbers that a world may show in all steps of one check of whole episodes. */
const AFFORDABLE_NUMBERS = 500_000

/**
 * Two horizons; or of long ones, 20 times `steps`, or as many as little observations leave room for. A foreign engine takes
 * far longer for a step: of its episodes, what fits into 4 times `steps`.
 */
function stepsForEpisodes({ agents, observation, horizon, engine }: EnvironmentSpec, steps: number): number {
  const numbers = Math.floor(AFFORDABLE_NUMBERS / (agents * product(observation.shape)))
  const affordable = engine === 'foreign' ? 4 * steps : Math.max(20 * steps, numbers)
  return Math.max(steps, Math.min(2 * horizon + 2, affordable))
}

/** The face of an environment that declares it. Fails where it has none. */
export function faceOf<T>(face: T | undefined, name: string): T {
  return face ?? fail(`the environment declares the face ${name} and has none`)
}
