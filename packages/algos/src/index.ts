export { type A2cConfiguration, a2c } from './methods/a2c.ts'
export { banditAsMdp } from './adapters/bandit-as-mdp.ts'
export { shareParameters } from './adapters/share-parameters.ts'
export { type CemConfiguration, cem } from './methods/cem.ts'
export { hostArena } from './dense/host-arena.ts'
export { KernelArena, kernelArena } from './dense/kernel-arena.ts'
export { Mlp, type MlpShape, type MlpTrace, mlpLengths, traceLengths } from './dense/mlp.ts'
export {
  ACTIVATIONS,
  type Activation,
  type Arena,
  type DenseOperations,
  type FloatArray,
} from './dense/operations.ts'
export { type DqnConfiguration, dqn } from './methods/dqn.ts'
export { type GrpoConfiguration, grpo } from './methods/grpo.ts'
export { ippo } from './methods/ippo.ts'
export { iterativeDqn } from './methods/iterative-dqn.ts'
export { BACKENDS, loadBackend } from './networks/backends.ts'
export type { DenseLayer, MlpArchitecture, Network, NetworkBackend } from './networks/network.ts'
export { layersOf } from './networks/network.ts'
export { type MappoConfiguration, mappo } from './methods/mappo.ts'
export { type PdppoConfiguration, pdppo } from './methods/pdppo.ts'
export { type PpoConfiguration, ppo } from './methods/ppo.ts'
export { random } from './methods/random.ts'
export { type ReinforceConfiguration, reinforce } from './methods/reinforce.ts'
export { type SequoiaConfiguration, sequoia } from './methods/sequoia.ts'
export { type CartPoleParameters, cartPole } from './studies/cart-pole.ts'
export { type HdpoConfiguration, hdpo } from './methods/hdpo.ts'
