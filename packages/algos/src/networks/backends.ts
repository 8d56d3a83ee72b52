/** What networks run on, by name: `loadBackend`, `BACKENDS`. */
import { kernelArena } from '../dense/kernel-arena.ts'
import { KernelNetwork } from './kernel-network.ts'
import type { NetworkBackend } from './network.ts'
import { backendError, importPeer } from './peers.ts'
import { startWebgpu } from './webgpu.ts'

/** Names of the numeric backends: `wasm` is the default, and the only one whose bits are the same everywhere. */
export const BACKENDS = ['wasm', 'cpu', 'node', 'node-gpu', 'webgpu'] as const

/**
 * Loads the backend of that name.
 *
 * `wasm` is our own kernel of dense layers; the others are TensorFlow.js: `cpu` is plain JavaScript, `node` and
 * `node-gpu` are the native libraries of `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`, `webgpu` is
 * `@tensorflow/tfjs-backend-webgpu`, in Node on `webgpu`; all these users install themselves. No backend takes another's
 * place. Errors: GauntletError where the name is unknown, a package is not installed, or it does not start.
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
      await importPeer(name, `@tensorflow/tfjs-${name}`)
      return tensorflow(name, 'tensorflow')
    case 'webgpu': {
      const reason = await startWebgpu()
      if (reason !== undefined) throw backendError(name, `${reason}; choose wasm or node-gpu`)
      return tensorflow(name, 'webgpu')
    }
    default:
      throw backendError(name, `is not known; expected one of ${BACKENDS.join(', ')}`)
  }
}

function kernelBackend(): NetworkBackend {
  try {
    kernelArena([])
  } catch (error) {
    throw backendError(
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
    throw backendError(name, `does not start: ${String(error)}`, error)
  })
  if (!started) throw backendError(name, 'does not start')
  const { TfjsNetwork } = await import('./tfjs-network.ts')
  return { name, mlp: (architecture, stream) => new TfjsNetwork(registered, architecture, stream) }
}
