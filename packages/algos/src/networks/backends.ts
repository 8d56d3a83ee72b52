/** What networks run on, by name: `loadBackend`, `BACKENDS`. */
import { GauntletError } from '@gauntlet/core'
import { kernelArena } from '../dense/kernel-arena.ts'
import { KernelNetwork } from './kernel-network.ts'
import type { NetworkBackend } from './network.ts'

/** Names of the numeric backends: `wasm` is the default, and the only one whose bits are the same everywhere. */
export const BACKENDS = ['wasm', 'cpu', 'node', 'node-gpu'] as const

/**
 * Loads the backend of that name.
 *
 * `wasm` is our own kernel of dense layers; the others are TensorFlow.js: `cpu` is plain JavaScript, `node` and
 * `node-gpu` are the native libraries of `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`, which users install
 * themselves. Errors: GauntletError where the name is unknown, the package is not installed, or it does not start.
 */
export async function loadBackend(name: string): Promise<NetworkBackend> {
  switch (name) {
    case 'wasm':
      return kernelBackend()
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu')
      return tensorflow(name, 'cpu')
    case 'node':
    case 'node-gpu':
      await importNative(name)
      return tensorflow(name, 'tensorflow')
    default:
      throw failure(name, `is not known; expected one of ${BACKENDS.join(', ')}`)
  }
}

function kernelBackend(): NetworkBackend {
  try {
    kernelArena([])
  } catch (error) {
    throw failure(
      'wasm',
      `needs WebAssembly with SIMD, as Node 16.4 and Chrome 91 have it: ${String(error)}`,
      error,
    )
  }
  return { name: 'wasm', mlp: (architecture, stream) => new KernelNetwork(architecture, stream) }
}

/** TensorFlow.js with one of its backends, which is known to it as `registered`. */
async function tensorflow(name: string, registered: string): Promise<NetworkBackend> {
  const { enableProdMode, setBackend } = await import('@tensorflow/tfjs-core')
  // No advice on the console, no checks of what this package has checked.
  enableProdMode()
  const started = await setBackend(registered).catch((error: unknown) => {
    throw failure(name, `does not start: ${String(error)}`, error)
  })
  if (!started) throw failure(name, 'does not start')
  const { TfjsNetwork } = await import('./tfjs-network.ts')
  return { name, mlp: (architecture, stream) => new TfjsNetwork(registered, architecture, stream) }
}

async function importNative(name: string): Promise<void> {
  const module = `@tensorflow/tfjs-${name}`
  try {
    await import(module)
  } catch (error) {
    // Node, bundlers and browsers say it in words of their own; what a broken installation lacks has another name.
    const missing =
      /(cannot find (module|package)|(could not|failed to) resolve).*['"]@tensorflow\/tfjs-node(-gpu)?['"]/i.test(
        String(error),
      )
    const found = missing ? 'is not installed' : `cannot be loaded: ${String(error)}`
    throw failure(name, `${found}; npm install ${module} beside @gauntlet/algos, or choose wasm`, error)
  }
}

function failure(name: string, message: string, cause?: unknown): GauntletError {
  return new GauntletError('backend', `backend ${name}: ${message}`, cause === undefined ? {} : { cause })
}
