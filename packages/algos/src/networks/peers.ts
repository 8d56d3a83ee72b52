/** Packages that users install themselves: `importPeer`, `backendError`. */
import { GauntletError } from '@gauntlet/core'

/** Packages of each backend that are not dependencies. */
const PEERS: Readonly<Record<string, string>> = {
  node: '@tensorflow/tfjs-node',
  'node-gpu': '@tensorflow/tfjs-node-gpu',
  webgpu: '@tensorflow/tfjs-backend-webgpu webgpu',
}

/** Loads a package for a backend. Errors: GauntletError saying what to install where it is missing or broken. */
export async function importPeer(backend: string, module: string): Promise<unknown> {
  try {
    return (await import(module)) as unknown
  } catch (error) {
    const found = isMissing(module, String(error)) ? 'is not installed' : `cannot be loaded: ${String(error)}`
    const remedy = `npm install ${PEERS[backend]} beside @gauntlet/algos, or choose wasm`
    throw backendError(backend, `${module} ${found}; ${remedy}`, error)
  }
}

/** Node, bundlers and browsers say it in words of their own; what a broken installation lacks has another name. */
function isMissing(module: string, message: string): boolean {
  return (
    /cannot find (module|package)|(could not|failed to) resolve/i.test(message) &&
    [`'${module}'`, `"${module}"`].some((name) => message.includes(name))
  )
}

export function backendError(name: string, message: string, cause?: unknown): GauntletError {
  return new GauntletError('backend', `backend ${name}: ${message}`, cause === undefined ? {} : { cause })
}
