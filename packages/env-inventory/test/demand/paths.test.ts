/** What every demand model promises: a path is its stream, its state and nothing else. */
import { Seed, Stream } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { onePath } from './draws.ts'
import { models } from './models.ts'

describe.each(models)('%s', (_, model) => {
  const path = model.paths === undefined ? undefined : 1

  test('is the same wherever it is written, and writes nothing else', () => {
    const expected = onePath(model, 12, 4, path)
    const stream = new Stream(Seed.from(4))
    const state = new Float64Array(model.stateSize + 5).fill(-7)
    const out = new Float64Array(40).fill(-7)
    model.begin(stream, path, state, 2)
    for (const row of expected) {
      model.draw(stream, state, 2, out, 3, 11)
      expect([out[3], out[14], out[25]]).toEqual(row)
    }
    const untouched = [...out].filter((_value, i) => ![3, 14, 25].includes(i))
    const beside = [...state.slice(0, 2), ...state.slice(2 + model.stateSize)]
    expect([...untouched, ...beside].every((value) => value === -7)).toBe(true)
  })

  test('goes on alike from a saved stream and state', () => {
    const stream = new Stream(Seed.from(9))
    const state = new Float64Array(model.stateSize)
    const out = new Float64Array(model.stores)
    const rows = (count: number): number[][] =>
      Array.from({ length: count }, () => {
        model.draw(stream, state, 0, out, 0, 1)
        return [...out]
      })
    model.begin(stream, path, state, 0)
    rows(5)
    const words = new Uint32Array(4)
    stream.save(words)
    const saved = state.slice()
    const expected = rows(10)
    stream.load(words)
    state.set(saved)
    expect(rows(10)).toEqual(expected)
  })
})
