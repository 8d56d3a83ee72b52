/** A road that forks where nobody but an expert knows the way: `forks`. */
import {
  type Environment,
  type EnvironmentSpec,
  createEnvironment,
  discrete,
  expertFace,
  flatArray,
  perWorld,
} from '@gauntlet/core'
import { RETURN, studySpec } from '../src/studies/study-spec.ts'

const ID = 'test/forks'
const HORIZON = 40

const FORK = 0
const ROAD = 1
const DITCH = 2

/**
 * At a fork one of the ways 0 and 1 leads on to the road, from where choice 0 pays 1 and leads to the next fork; any other choice leads
 * to the ditch, where one stays until choice 2 leads back to the fork. The expert knows the way and so never sees the ditch;
 * whoever does not is there after every second fork.
 */
export function forks(batch: number): Environment {
  const spec = describe()
  return createEnvironment(ID, spec, batch, (buffers) => {
    const at = new Int32Array(batch)
    const times = new Int32Array(batch)
    const ways: Int32Array[] = []
    const right = (w: number): number => [ways[w][times[w]], 0, 2][at[w]]
    const expert = perWorld((w, actions) => void (actions[w] = right(w)))
    return {
      faces: { expert: expertFace(ID, spec, () => expert) },
      rules: {
        start(w, { key }) {
          const stream = key.stream()
          at[w] = FORK
          times[w] = 0
          ways[w] = Int32Array.from({ length: HORIZON + 1 }, () => stream.integer(2))
        },
        step(actions) {
          for (let w = 0; w < batch; w++) {
            const isRight = actions[w] === right(w)
            if (isRight && at[w] === ROAD) buffers.rewards[w] = 1
            at[w] = !isRight ? DITCH : at[w] === FORK ? ROAD : FORK
            times[w]++
          }
        },
        observe(from, to) {
          buffers.observations.fill(0, from * 3, to * 3)
          for (let w = from; w < to; w++) buffers.observations[w * 3 + at[w]] = 1
        },
        measure(w, metrics, offset) {
          metrics[offset] = buffers.returns[w]
        },
        renderText: (w) => `at ${at[w]}`,
        renderSvg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
        save: (w) => [at[w], times[w], ...ways[w]],
        load(w, content) {
          const [place, time, ...rest] = content as number[]
          at[w] = place
          times[w] = time
          ways[w] = Int32Array.from(rest)
        },
      },
    }
  })
}

function describe(): EnvironmentSpec {
  return studySpec({
    observation: flatArray('place', 3, 0, 1),
    action: discrete(3, ['left', 'right', 'climb']),
    horizon: HORIZON,
    rewardRange: [0, 1],
    metrics: [{ ...RETURN, description: 'Forks left behind' }],
    experts: [{ name: 'guide', description: 'knows the way', seesHiddenState: true, source: 'the optimum' }],
  })
}
