/**
 * What a machine computes, as digests by name: core's functions and streams, and an episode of every
 * environment under every policy that runs on it. The same code runs in Node and in the browser.
 */

/** @typedef {typeof import('@gauntlet/core')} Core */

const INPUTS = 2000
/** Most steps of an episode: with the default parameters, and with each setting's. */
const MOST_STEPS = 64
const MOST_SETTING_STEPS = 8
const BATCH = 2
/** Policies that search before their first step. */
const SLOW = new Set(['mcts-puct', 'inventory/tuned-base-stock', 'pokemon/one-ply'])

/**
 * @param {readonly string[]} plugins modules to import; their environments are played, those of `algos` trained on
 * @returns {Promise<{ played: Record<string, string>, trained: Record<string, string> }>}
 */
export async function digestsOf(plugins) {
  const core = await import('@gauntlet/core')
  const { default: algos } = await import('@gauntlet/algos/plugin')
  const modules = await Promise.all(plugins.map((name) => import(name)))
  const played = await playedDigests(
    core,
    modules.map((module) => module.default),
  )
  return { played, trained: await trainingDigests(core, algos) }
}

/**
 * @param {Core} core
 * @param {readonly import('@gauntlet/core').Plugin[]} plugins
 * @returns {Promise<Record<string, string>>}
 */
async function playedDigests(core, plugins) {
  const environments = plugins.flatMap((plugin) => plugin.environments)
  const algorithms = plugins.flatMap((plugin) => plugin.algorithms).filter((algorithm) => !algorithm.trains)
  /** @type {Record<string, string>} */
  const digests = { ...mathDigests(core), ...streamDigests(core) }
  for (const definition of environments) {
    const described = definition.describe()
    // A foreign engine takes far longer for a step.
    const most = described.engine === 'foreign' ? MOST_SETTING_STEPS : MOST_STEPS
    digests[`${definition.id} spec`] = core.sha256(JSON.stringify(described))
    const environment = await definition.make({}, BATCH)
    digests[`${definition.id} uniform`] = digestOf(core, environment, core.uniformPolicy(), most)
    for (const [name, { parameters }] of Object.entries(definition.settings)) {
      const set = await definition.make(parameters, BATCH)
      digests[`${definition.id}:${name} uniform`] = digestOf(
        core,
        set,
        core.uniformPolicy(),
        MOST_SETTING_STEPS,
      )
    }
    for (const algorithm of algorithms) {
      if (SLOW.has(algorithm.id)) continue
      if (core.applicability(definition.id, described, algorithm.requires).kind !== 'runs') continue
      const seed = core.Seed.from(2)
      const { policy } = await algorithm.create({ spec: described, seed, backend: 'wasm' })
      digests[`${definition.id} ${algorithm.id}`] = digestOf(core, environment, policy, most)
    }
  }
  return digests
}

/**
 * Learners after a short training on the `wasm` backend: everything that they save.
 *
 * @param {Core} core
 * @param {import('@gauntlet/core').Plugin} algos
 * @returns {Promise<Record<string, string>>}
 */
async function trainingDigests(core, algos) {
  const [environment] = algos.environments
  /** @type {Record<string, string>} */
  const digests = {}
  const described = environment.describe()
  for (const algorithm of algos.algorithms.filter(({ trains }) => trains)) {
    if (core.applicability(environment.id, described, algorithm.requires).kind !== 'runs') continue
    const configuration = TRAININGS[algorithm.id] ?? {}
    const { worlds } = /** @type {{ worlds: number }} */ (algorithm.resolve(configuration))
    const built = await environment.make({ horizon: 40 }, worlds)
    const seed = core.Seed.from(3)
    const learner = await algorithm.create({ spec: built.spec, configuration, seed, backend: 'wasm' })
    built.reset(seed)
    for await (const _ of learner.train?.(built, 2000) ?? []);
    digests[`${environment.id} trained ${algorithm.id}`] = core.sha256(learner.save?.() ?? new Uint8Array())
    learner.dispose?.()
  }
  return digests
}

/** Small enough that each learns something of 2000 steps. @type {Record<string, object>} */
const TRAININGS = {
  dqn: { bufferSize: 500, learningStarts: 100, batchSize: 32 },
  cem: { worlds: 2, population: 4, hidden: [4] },
  grpo: { worlds: 8, groupSize: 4 },
}

/**
 * @param {Core} core
 * @param {import('@gauntlet/core').Environment} environment
 * @param {import('@gauntlet/core').Policy} policy
 * @param {number} most
 */
function digestOf(core, environment, policy, most) {
  // One step past the horizon, so that a reset within a step is part of the digest.
  const steps = Math.min(environment.spec.horizon + 1, most)
  return core.trajectoryDigest(environment, policy, core.Seed.from(1), steps)
}

/** @param {Core} core */
function mathDigests(core) {
  const { atan, atan2, cos, exp, expm1, log, log1p, pow, sin, tanh } = core
  const functions = { atan, atan2, cos, exp, expm1, log, log1p, pow, sin, tanh }
  return Object.fromEntries(
    Object.entries(functions).map(([name, f]) => {
      const stream = core.Seed.from(3).fold(name).stream()
      const results = new Float64Array(INPUTS)
      for (let i = 0; i < INPUTS; i++) results[i] = f(100 * stream.uniform(), 20 * stream.uniform() - 10)
      return [`math ${name}`, core.sha256(results)]
    }),
  )
}

/** @param {Core} core */
function streamDigests(core) {
  /** @type {Readonly<Record<string, (stream: import('@gauntlet/core').Stream) => number>>} */
  const draws = {
    uniform: (stream) => stream.uniform(),
    integer: (stream) => stream.integer(1000),
    normal: (stream) => stream.normal(),
    exponential: (stream) => stream.exponential(),
    gamma: (stream) => stream.gamma(0.7),
    beta: (stream) => stream.beta(0.5, 2.5),
    dirichlet: (stream) => stream.dirichlet([0.5, 1, 2], [0, 0, 0])[1],
    poisson: (stream) => stream.poisson(17.5),
    categorical: (stream) => stream.categorical([1, 2, 3, 4]),
    shuffle: (stream) => stream.shuffle([1, 2, 3, 4, 5, 6, 7])[3],
  }
  return Object.fromEntries(
    Object.entries(draws).map(([name, draw]) => {
      const stream = core.Seed.from(4).fold(name).stream()
      return [`stream ${name}`, core.sha256(Float64Array.from({ length: INPUTS }, () => draw(stream)))]
    }),
  )
}
