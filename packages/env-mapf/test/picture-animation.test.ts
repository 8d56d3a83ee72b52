import { describe, expect, test } from 'vitest'
import type { EpisodeTrace } from '../src/episode-trace.ts'
import { GridMap } from '../src/grid-map.ts'
import { animateEpisode } from '../src/picture-animation.ts'

/** Agent 0 goes right twice, waits twice and goes down, its goal reached in step 2; agent 1 leaves in step 1. */
const trace: EpisodeTrace = {
  map: GridMap.of(['...', '##.']),
  agents: 2,
  steps: 5,
  positions: Int32Array.of(0, 1, 1, 1, 2, 1, 2, 1, 2, 1, 5, 1),
  goals: Int32Array.of(2, 1, 2, 1, 5, 1, 5, 1, 5, 1, 5, 1),
  active: Uint8Array.of(1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0),
}

const timing = 'dur="2.75s" repeatCount="indefinite"'

describe('an animated episode', () => {
  const svg = animateEpisode(trace)

  test('has agents walk, their waits and straight runs in one piece each, and hold the end', () => {
    expect(svg).toContain(
      `<animateTransform attributeName="transform" type="translate" ${timing} ` +
        'values="0 0;2 0;2 0;2 1;2 1" keyTimes="0;.182;.364;.455;1"/>',
    )
    // The other one stays where it is.
    expect(svg.match(/type="translate" dur/g)).toHaveLength(1)
  })

  test('has goals jump where they are reached', () => {
    expect(svg).toContain(`calcMode="discrete" ${timing} values="2 0;2 1" keyTimes="0;.182"/>`)
    expect(svg.match(/calcMode="discrete"/g)).toHaveLength(1)
  })

  test('has those who leave fade out, and their goals with them', () => {
    const fade = `<animate attributeName="opacity" ${timing} values="1;1;0;0" keyTimes="0;.091;.182;1"/>`
    expect(svg.split(fade)).toHaveLength(3)
  })

  test('stands still for those who want no motion, is legible on dark ground, and says what it is', () => {
    expect(svg).toContain('<title>2 agents on a map of 2 × 3 cells, 5 steps</title>')
    expect(svg).toContain('(prefers-color-scheme:dark)')
    expect(svg).toContain('(prefers-reduced-motion:reduce){.still{display:inline}.moving{display:none}}')
    const still = /<g class="still">.*<\/g>/.exec(svg)![0]
    expect(still).not.toContain('animate')
    expect(still.match(/<circle/g)).toHaveLength(4)
  })

  test('draws walls, neighbours in one piece, and is the same for the same trace', () => {
    expect(svg).toContain('<path class="wall" d="M0 1h2v1H0z"/>')
    expect(animateEpisode(trace)).toBe(svg)
  })

  test('numbers a hundred agents, and no more', () => {
    const many = (agents: number): EpisodeTrace => ({
      map: trace.map,
      agents,
      steps: 0,
      positions: new Int32Array(agents),
      goals: new Int32Array(agents),
      active: new Uint8Array(agents).fill(1),
    })
    expect(animateEpisode(many(100))).toContain('<text dy=".36em">99</text>')
    expect(animateEpisode(many(101))).not.toContain('<text')
  })
})

test('robots go forward and turn evenly, the shorter way round, while they are about it', () => {
  // Of two ticks: one forward, one turn counter-clockwise from east to north, and half of a step north.
  const robot: EpisodeTrace = {
    map: GridMap.of(['..', '..']),
    agents: 1,
    steps: 5,
    positions: Int32Array.of(2, 2, 3, 3, 3, 3),
    goals: new Int32Array(6),
    active: new Uint8Array(6).fill(1),
    turns: { ticks: 2, ahead: Int32Array.of(0, 1, 0, 0, 0, 1), turned: Int32Array.of(0, 0, 0, -1, -2, -2) },
  }
  const svg = animateEpisode(robot)
  expect(svg).toContain('<title>1 robot on a map of 2 × 2 cells, 5 steps</title>')
  expect(svg).toContain('values="0 1;1 1;1 1;1 0.5;1 0.5" keyTimes="0;.182;.364;.455;1"')
  expect(svg).toContain('type="rotate"')
  expect(svg).toContain('values="0;0;-90;-90;-90" keyTimes="0;.182;.364;.455;1"')
})

test('heat lies beneath, in shades by the square root of how often', () => {
  const visits = animateEpisode(trace, { heat: 'visits' })
  // Of at most 3: cell 2 three times; the cells 1 (both agents) and 5 twice and once, which are 8 √(2/3) and 8 √(1/3).
  expect(visits).toContain('<title>visits, at most 3 in a cell</title>')
  expect(visits).toContain('<path fill-opacity="0.80" d="M2 0h1v1H2z"/>')
  expect(visits).toContain('<path fill-opacity="0.70" d="M1 0h1v1H1z"/>')
  expect(visits).toContain('<path fill-opacity="0.50" d="M2 1h1v1H2z"/>')
  const waits = animateEpisode(trace, { heat: 'waits' })
  expect(waits).toContain(
    '<title>waits, at most 2 in a cell</title><path fill-opacity="0.80" d="M2 0h1v1H2z"/></g>',
  )
})
