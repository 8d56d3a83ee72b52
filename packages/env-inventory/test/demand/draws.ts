/** Draws of demand models, for tests. */
import { Seed, Stream } from '@gauntlet/core'
import type { DemandModel } from '../../src/demand/demand-model.ts'

/** [paths][stores]: demand in a period, from 0, of independent paths drawn one after the other from one stream. */
export function periodOfPaths(
  model: DemandModel,
  paths: number,
  period: number,
  seed: number,
): Float64Array[] {
  const stream = new Stream(Seed.from(seed))
  const state = new Float64Array(model.stateSize)
  return Array.from({ length: paths }, () => {
    const out = new Float64Array(model.stores)
    model.begin(stream, undefined, state, 0)
    for (let t = 0; t <= period; t++) model.draw(stream, state, 0, out, 0, 1)
    return out
  })
}

/** [periods][stores]: demand of one path. */
export function onePath(model: DemandModel, periods: number, seed: number, path?: number): number[][] {
  const stream = new Stream(Seed.from(seed))
  const state = new Float64Array(model.stateSize)
  model.begin(stream, path, state, 0)
  return Array.from({ length: periods }, () => {
    const out = new Float64Array(model.stores)
    model.draw(stream, state, 0, out, 0, 1)
    return [...out]
  })
}

/** Mean, variance and fourth central moment. */
export function momentsOf(values: readonly number[]): { mean: number; variance: number; fourth: number } {
  const average = (of: (value: number) => number): number =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length
  const mean = average((value) => value)
  return {
    mean,
    variance: average((value) => (value - mean) ** 2),
    fourth: average((value) => (value - mean) ** 4),
  }
}

export function correlationOf(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [momentsOf(x), momentsOf(y)]
  const covariance = x.reduce((sum, value, i) => sum + (value - a.mean) * (y[i] - b.mean), 0) / x.length
  return covariance / Math.sqrt(a.variance * b.variance)
}
