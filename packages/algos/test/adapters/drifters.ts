/** Agents on a line with ends and around a circle, who are paid together for being near the middle: `drifters`. */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Stream,
  box,
  createEnvironment,
  defineEnvironment,
  flatArray,
} from '@gauntlet/core'

const AGENTS = 3

function describeDrifters(): EnvironmentSpec {
  return {
    agents: AGENTS,
    observation: flatArray('place', 2, -1, 1),
    action: box([2], [-0.5, 0], [0.5, 1]),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: 6,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [-1, 0],
    metrics: [{ name: 'total', unit: '', direction: 'maximise', description: 'Sum of rewards' }],
    score: 'total',
    faces: ['snapshot', 'instance', 'meanField'],
    missingFaces: { expert: 'made up' },
    engine: 'own',
  }
}

export const drifters: EnvironmentDefinition<Record<string, never>> = defineEnvironment({
  id: 'test/drifters',
  version: 1,
  summary: 'Agents drift',
  source: 'Made up',
  parameters: {},
  settings: {},
  describe: describeDrifters,
  make: (_, batch) =>
    createEnvironment('test/drifters', describeDrifters(), batch, (buffers) => {
      const { observations, rewards, returns } = buffers
      const places = new Float64Array(batch * AGENTS * 2)
      const streams: Stream[] = []
      const width = AGENTS * 2
      return {
        faces: {
          meanField: {
            dimensions: 2,
            extent: [
              { low: -1, high: 1, periodic: false },
              { low: 0, high: 1, periodic: true },
            ],
            coordinates: (out) => out.set(places),
            distance(from, to) {
              const around = Math.abs(from[1] - to[1]) % 1
              return Math.abs(from[0] - to[0]) + Math.min(around, 1 - around)
            },
          },
        },
        rules: {
          start(w, { key }) {
            streams[w] = key.stream()
            for (let k = w * width; k < (w + 1) * width; k++) places[k] = streams[w].uniform()
          },
          step(actions) {
            for (let w = 0; w < batch; w++) {
              let off = 0
              for (let i = w * AGENTS; i < (w + 1) * AGENTS; i++) {
                const x = places[2 * i] + actions[2 * i] + 0.1 * (streams[w].uniform() - 0.5)
                const turned = places[2 * i + 1] + actions[2 * i + 1]
                places[2 * i] = Math.min(1, Math.max(-1, x))
                places[2 * i + 1] = turned - Math.floor(turned)
                off += Math.abs(places[2 * i])
              }
              for (let i = w * AGENTS; i < (w + 1) * AGENTS; i++) rewards[i] = -off / AGENTS
            }
          },
          observe(from, to) {
            for (let k = from * width; k < to * width; k++) observations[k] = places[k]
          },
          measure: (w, metrics, offset) => void (metrics[offset] = returns[w * AGENTS]),
          renderText: (w) => places.subarray(w * width, (w + 1) * width).join(' '),
          renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${places[w * width]}</text></svg>`,
          save(w) {
            const stream = new Uint32Array(4)
            streams[w].save(stream)
            return { places: places.slice(w * width, (w + 1) * width), stream }
          },
          load(w, content) {
            const saved = content as { readonly places: Float64Array; readonly stream: Uint32Array }
            places.set(saved.places, w * width)
            streams[w].load(saved.stream)
          },
        },
      }
    }),
})
