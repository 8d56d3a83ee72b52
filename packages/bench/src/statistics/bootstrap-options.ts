/** What every bootstrap may be told: `BootstrapOptions`, and the defaults: `bootstrapOptions`. */
import { GauntletError, Seed, show } from '@gauntlet/core'

export interface BootstrapOptions {
  /** Nominal coverage: 0.95 unless said. */
  readonly level?: number
  /** Resamples drawn: 2000 unless said, so that two seeds' ends of a 95 % interval differ by some hundredths of its width. */
  readonly replicates?: number
  /** Whose streams are drawn from: `Seed.from(0).fold('bootstrap')` unless said. */
  readonly seed?: Seed
}

/** The options over the defaults. Errors: GauntletError with code `statistics` where one is out of range. */
export function bootstrapOptions(options: BootstrapOptions): Required<BootstrapOptions> {
  const { level = 0.95, replicates = 2000, seed = Seed.from(0).fold('bootstrap') } = options
  if (!(level > 0 && level < 1)) {
    throw new GauntletError('statistics', `level: got ${show(level)}, expected a number between 0 and 1`)
  }
  if (!Number.isSafeInteger(replicates) || replicates < 1) {
    throw new GauntletError(
      'statistics',
      `replicates: got ${show(replicates)}, expected a whole number of at least 1`,
    )
  }
  return { level, replicates, seed }
}
