/**
 * Properties are tried on the same examples in every run, so that a change alone makes a test fail. Others are tried with
 * GAUNTLET_PROPERTY_SEED set to any whole number.
 */
import fc from 'fast-check'

const seed = Number(process.env.GAUNTLET_PROPERTY_SEED ?? 0)
if (!Number.isInteger(seed)) {
  const given = JSON.stringify(process.env.GAUNTLET_PROPERTY_SEED)
  throw new Error(`GAUNTLET_PROPERTY_SEED: got ${given}, expected a whole number`)
}
fc.configureGlobal({ seed })
