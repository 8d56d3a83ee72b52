/** WebGPU, of a browser or of Dawn's binding for Node, where that has OffscreenCanvas: `startWebgpu`. */
/* oxlint-disable gauntlet/deterministic -- engines keep WebGPU, and look for what belongs to it, in the global object */
import { importPeer } from './peers.ts'

interface Gpu {
  requestAdapter(): Promise<object | null>
}

/** npm's `webgpu`. */
interface Dawn {
  create(options: readonly string[]): Gpu
  readonly globals: object
}

/** Where engines keep what WebGPU is reached by. */
interface Engine {
  navigator?: { gpu?: Gpu }
  readonly OffscreenCanvas?: unknown
}

/**
 * Finds WebGPU, in Node by the package `webgpu`, and makes TensorFlow.js's backend for it known. Why it cannot be used,
 * or undefined. Errors: GauntletError where a package is not installed.
 */
export async function startWebgpu(): Promise<string | undefined> {
  const engine = globalThis as Engine
  // TensorFlow.js reads numbers back at once by way of a canvas, and otherwise makes one wait.
  if (engine.OffscreenCanvas === undefined) {
    return 'gives nothing back at once without OffscreenCanvas, which Node lacks, and policies act at once'
  }
  if (engine.navigator?.gpu === undefined) {
    const { create, globals } = (await importPeer('webgpu', 'webgpu')) as Dawn
    Object.assign(globalThis, globals)
    engine.navigator ??= {}
    // The binding's objects live as long as this one is held.
    Object.defineProperty(engine.navigator, 'gpu', { value: create([]), configurable: true })
  }
  if ((await engine.navigator?.gpu?.requestAdapter()) == null) {
    return 'finds no adapter: this machine has no GPU that it can use, or no driver for it (Vulkan, Metal or Direct3D 12)'
  }
  await importPeer('webgpu', '@tensorflow/tfjs-backend-webgpu')
  return undefined
}
