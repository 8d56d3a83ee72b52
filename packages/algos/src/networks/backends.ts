/** What networks run on, by name: `loadBackend`, `BACKENDS`. */
import { GauntletError } from '@gauntlet/core'
import type { NetworkBackend } from './network.ts'

/** Names of the numeric backends: `wasm` is the default, and the only one whose bits are the same everywhere. */
export const BACKENDS = ['wasm', 'cpu', 'node', 'node-gpu'] as const

/**
 * Loads TensorFlow.js with the backend of that name.
 *
 * `wasm` is one thread of the SIMD binary that ships with its package; `cpu` is plain JavaScript; `node` and
 * `node-gpu` are the native libraries of `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`, which users install
 * themselves. Errors: GauntletError where the name is unknown, the package is not installed, or it does not start.
 */
export async function loadBackend(name: string): Promise<NetworkBackend> {
  const { enableProdMode, setBackend } = await import('@tensorflow/tfjs-core')
  // No advice on the console, no checks of what this package has checked.
  enableProdMode()
  const registered = await register(name)
  const started = await setBackend(registered).catch((error: unknown) => {
    throw failure(name, `does not start: ${String(error)}`, error)
  })
  if (!started) throw failure(name, 'does not start')
  const { TfjsNetwork } = await import('./tfjs-network.ts')
  return { name, mlp: (architecture, stream) => new TfjsNetwork(registered, architecture, stream) }
}

/** Makes a backend known to TensorFlow.js; the name under which it knows it. */
async function register(name: string): Promise<string> {
  switch (name) {
    case 'wasm':
      await registerWasm()
      return 'wasm'
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu')
      return 'cpu'
    case 'node':
    case 'node-gpu':
      await importNative(name)
      return 'tensorflow'
    default:
      throw failure(name, `is not known; expected one of ${BACKENDS.join(', ')}`)
  }
}

async function registerWasm(): Promise<void> {
  const { env } = await import('@tensorflow/tfjs-core')
  const { setThreadsCount } = await import('@tensorflow/tfjs-backend-wasm')
  // Sums are taken in another order with more threads, or without SIMD: results would differ.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  setThreadsCount(1)
  if ((await env().getAsync('WASM_HAS_SIMD_SUPPORT')) !== true) {
    throw failure('wasm', 'needs an engine with WebAssembly SIMD, such as Node 16.4 or Chrome 91, or newer')
  }
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
