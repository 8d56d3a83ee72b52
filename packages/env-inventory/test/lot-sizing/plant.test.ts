/** What a step does and costs, reckoned by hand on a small plant. */
import { describe, expect, test } from 'vitest'
import { Plant } from '../../src/lot-sizing/plant.ts'
import { readProblem } from '../../src/lot-sizing/problem-file.ts'
import { SMALL_FILE } from './small-plant.ts'

const problem = readProblem(SMALL_FILE)

function plantOf(published: boolean): Plant {
  const plant = new Plant(problem, published, 1)
  plant.inventories.set(problem.initialInventories)
  plant.setups.set(problem.initialSetups)
  return plant
}

function produce(plant: Plant, actions: readonly number[]): number {
  return plant.produce(actions, 0, plant.inventories, 0, plant.setups, 0)
}

describe.each([false, true])('a plant, published %s', (published) => {
  test('goes on without cost, and sets up at a cost and a loss', () => {
    const plant = plantOf(published)
    expect(produce(plant, [1, 2])).toBe(2)
    expect(plant.setupsMade).toBe(1)
    expect([...plant.inventories]).toEqual([19, 5, 4])
    expect([...plant.setups]).toEqual([1, 2])
    expect(produce(plant, [1, 2])).toBe(0)
    expect([...plant.inventories]).toEqual([28, 12, 4])
  })

  test('loses what is short, holds what is left and throws away what is over', () => {
    const plant = plantOf(published)
    produce(plant, [1, 0])
    produce(plant, [1, 0])
    plant.meetDemand(0, [4, 3, 1])
    expect([...plant.inventories]).toEqual([20, 0, 3])
    expect(plant.lostCost).toBe(3 * 4)
    expect(plant.holdingCost).toBe(20 * 0.5 + 3 * 0.125)
    expect([plant.demanded, plant.lost]).toEqual([8, 3])
  })
})

test('a machine that idles keeps its setup, but not as published', () => {
  for (const published of [false, true]) {
    const plant = plantOf(published)
    produce(plant, [0, 0])
    expect([...plant.setups]).toEqual([published ? 0 : 1, 0])
    expect(produce(plant, [1, 0])).toBe(published ? 3 : 0)
  }
})

test('a setup that loses more than is made takes from the stock only as published', () => {
  for (const published of [false, true]) {
    const plant = plantOf(published)
    plant.inventories[2] = 0
    produce(plant, [3, 0])
    expect(plant.inventories[2]).toBe(published ? -1 : 0)
    plant.meetDemand(0, [0, 0, 2])
    expect(plant.lostCost).toBe(published ? 3 * 2 : 2 * 2)
    expect([plant.demanded, plant.lost]).toEqual([2, 2])
  }
})
