/** Rollouts that wait before they are learnt from: `StaleQueue`. */
import { GauntletError } from '@gauntlet/core'
import { type Archive, type ArchiveArray, named, restore } from '../archive.ts'
import type { Rollout } from '../rollout.ts'

/**
 * Gives every rollout back `lag` updates after it was collected, as if another machine had collected it: what is learnt from
 * was drawn by an older policy. It keeps copies, since collectors rewrite theirs; with a lag of 0 it gives back what it got.
 *
 * Learners that are made for it: OPMD, AsymRE and the REC family.
 */
export class StaleQueue {
  readonly lag: number
  private readonly kept: readonly Rollout[]
  /** Rollouts that were ever put in. */
  private count = 0

  /** `make` makes a rollout of the collector's shape. */
  constructor(lag: number, make: () => Rollout) {
    this.lag = lag
    this.kept = Array.from({ length: lag === 0 ? 0 : lag + 1 }, make)
  }

  /** Rollouts that wait. */
  get length(): number {
    return Math.min(this.count, this.lag)
  }

  /** The rollout that was put in `lag` updates ago, until the next call; undefined where there were fewer. */
  add(rollout: Rollout): Rollout | undefined {
    if (this.lag === 0) return rollout
    copyRollout(rollout, this.kept[this.count++ % this.kept.length])
    return this.count > this.lag ? this.kept[this.count % this.kept.length] : undefined
  }

  /** All that it holds, in new arrays where their lengths vary. */
  save(): Archive {
    const waiting = this.kept.map((rollout, k) => named(`${k}`, archiveOf(rollout)))
    return Object.assign({ count: Float64Array.of(this.count) }, ...waiting) as Archive
  }

  /** Errors: GauntletError where it is of another lag or shape. */
  load(saved: Archive): void {
    const count = new Float64Array(1)
    restore({ count }, saved)
    this.kept.forEach((rollout, k) => restoreRollout(rollout, `${k}.`, saved))
    this.count = count[0]
  }
}

/** The arrays of a rollout that are as long as it is, by name. */
function arraysOf(rollout: Rollout): Archive {
  const entries = Object.entries(rollout).filter(
    ([name, value]) => ArrayBuffer.isView(value) && name !== 'groups',
  )
  return Object.fromEntries(entries) as Archive
}

function copyRollout(from: Rollout, to: Rollout): void {
  restore(arraysOf(to), arraysOf(from))
  to.steps = from.steps
  to.groups = from.groups
  to.finalPlaces.splice(0, Infinity, ...from.finalPlaces)
  // Collectors write each of them once.
  to.finalObservations.splice(0, Infinity, ...from.finalObservations)
}

function archiveOf(rollout: Rollout): Archive {
  const { steps, groups, finalPlaces, finalObservations, observationWidth: width } = rollout
  const finals = new Float32Array(finalPlaces.length * width)
  finalObservations.forEach((observation, k) => finals.set(observation, k * width))
  const varying = { steps: Int32Array.of(steps), groups, finals, finalPlaces: Int32Array.from(finalPlaces) }
  return { ...arraysOf(rollout), ...varying }
}

function restoreRollout(rollout: Rollout, prefix: string, saved: Archive): void {
  const arrays = Object.entries(arraysOf(rollout)).map(([name, array]) => [prefix + name, array])
  restore(Object.fromEntries(arrays) as Archive, saved)
  const varying = <T extends ArchiveArray>(name: string): T => {
    const found = saved[prefix + name]
    if (found === undefined) throw new GauntletError('state', `saved state: ${prefix}${name} is not there`)
    return found as T
  }
  const width = rollout.observationWidth
  const finals = varying<Float32Array>('finals')
  const places = Array.from(varying<Int32Array>('finalPlaces'))
  rollout.steps = varying<Int32Array>('steps')[0]
  rollout.groups = varying<Int32Array>('groups')
  rollout.finalPlaces.splice(0, Infinity, ...places)
  const rows = places.map((_, k) => finals.slice(k * width, (k + 1) * width))
  rollout.finalObservations.splice(0, Infinity, ...rows)
}
