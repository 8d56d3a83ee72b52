/** Trajectories equal those of another implementation, with its noise. */
import { atan2 } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { NearestNeighbours } from '../../src/neighbours/nearest.ts'
import { Space } from '../../src/space.ts'
import { Vicsek, type VicsekParameters } from '../../src/vicsek/vicsek.ts'
import { readGolden } from '../golden.ts'
import { withoutKernel } from '../without-kernel.ts'

interface Case {
  readonly name: string
  readonly order: VicsekParameters['order']
  readonly neighbours: 'metric' | 'knn'
  readonly k?: number
  readonly noise: VicsekParameters['noise']
  readonly eta?: number
  readonly N: number
  readonly L: number
  readonly radius: number
  readonly v: number
  readonly x0: readonly (readonly [number, number])[]
  readonly theta0: readonly number[]
  readonly dtheta?: readonly (readonly number[])[]
  readonly noise_angle?: readonly (readonly number[])[]
  readonly frames: readonly {
    readonly step: number
    readonly x: readonly (readonly [number, number])[]
    readonly theta: readonly number[]
    readonly phi: number
  }[]
}

const golden = readGolden<{
  readonly cases: readonly Case[]
  readonly neighbours_at_0: readonly (readonly number[])[]
}>('vicsek')

const TOLERANCE = 1e-10

/** The distance between two places on a circle. */
function gap(a: number, b: number, around: number): number {
  const d = Math.abs(a - b) % around
  return Math.min(d, around - d)
}

function play(given: Case): void {
  const { N, L, radius, v, noise, eta = 0, order, x0, theta0, frames } = given
  const space = new Space('torus', L)
  const rule = given.neighbours === 'knn' ? { neighbours: new NearestNeighbours(space, N, given.k!) } : {}
  const swarm = new Vicsek(space, { agents: N, speed: v, radius, noise, eta, order }, rule)
  swarm.positions.set(x0.flat())
  swarm.directions.set(theta0.flatMap((theta) => [Math.cos(theta), Math.sin(theta)]))
  const angles = given.dtheta ?? given.noise_angle
  for (let t = 0; t <= frames.at(-1)!.step; t++) {
    const frame = frames.find(({ step }) => step === t)
    frame?.theta.forEach((theta, i) => {
      expect(gap(swarm.positions[2 * i], frame.x[i][0], L)).toBeLessThan(TOLERANCE)
      expect(gap(swarm.positions[2 * i + 1], frame.x[i][1], L)).toBeLessThan(TOLERANCE)
      const heading = atan2(swarm.directions[2 * i + 1], swarm.directions[2 * i])
      expect(gap(heading, theta, 2 * Math.PI)).toBeLessThan(TOLERANCE)
    })
    if (t < frames.at(-1)!.step) swarm.stepWith(Float64Array.from(angles?.[t] ?? new Float64Array(N)))
  }
}

test.each(golden.cases)('$name', (given) => {
  play(given)
  withoutKernel(() => play(given))
})
