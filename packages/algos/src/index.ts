export { type A2cConfiguration, a2c } from './a2c.ts'
export { banditAsMdp } from './adapters/bandit-as-mdp.ts'
export { shareParameters } from './adapters/share-parameters.ts'
export { type CemConfiguration, cem } from './cem.ts'
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
export { type DqnConfiguration, dqn } from './dqn.ts'
export { type GrpoConfiguration, grpo } from './grpo.ts'
export { iterativeDqn } from './iterative-dqn.ts'
export { BACKENDS, loadBackend } from './networks/backends.ts'
export type { DenseLayer, MlpArchitecture, Network, NetworkBackend } from './networks/network.ts'
export { layersOf } from './networks/network.ts'
export { type PdppoConfiguration, pdppo } from './pdppo.ts'
export { type PpoConfiguration, ppo } from './ppo.ts'
export { random } from './random.ts'
export { type ReinforceConfiguration, reinforce } from './reinforce.ts'
export { type SequoiaConfiguration, sequoia } from './sequoia.ts'
export { type CartPoleParameters, cartPole } from './studies/cart-pole.ts'
export { type HdpoConfiguration, hdpo } from './hdpo.ts'
