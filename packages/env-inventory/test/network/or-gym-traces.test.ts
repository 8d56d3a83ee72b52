import { expect, test } from 'vitest'
import { buildNetwork } from '../../src/network/build-network.ts'
import type { Network } from '../../src/network/network.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { OR_GYM_NETWORK, OR_GYM_SERIAL } from '../../src/problems/or-gym-networks.ts'
import { golden } from '../support/reference-traces.ts'

interface SerialTrace {
  readonly periods: readonly {
    readonly demand: number
    readonly action_requested: readonly number[]
    readonly R_filled: readonly number[]
    readonly B: readonly number[]
    readonly I_next: readonly number[]
    readonly reward: number
  }[]
}

interface NetworkTrace {
  readonly periods: readonly {
    readonly demand: number
    readonly action: readonly number[]
    readonly R: readonly number[]
    readonly X_next: readonly number[]
    readonly Y_next: readonly number[]
    readonly U: readonly number[]
    readonly reward: number
  }[]
}

/** A world with the network's own stock. */
function simulate(network: Network): NetworkSimulator {
  const simulator = new NetworkSimulator(network, 1)
  network.nodes.forEach(({ stock }, k) => (simulator.onHand[k] = stock))
  return simulator
}

const below = (values: Float64Array, sign: 1 | -1): number[] =>
  Array.from(values, (x) => Math.max(sign * x, 0))

test('InvManagement with backlogs: stock, what is owed, and the reward', () => {
  const simulator = simulate(buildNetwork(OR_GYM_SERIAL, 'serial'))
  const { periods } = golden<SerialTrace>('31_orgym_invmanagement_backlog')
  for (const [t, period] of periods.entries()) {
    simulator.step(Float64Array.from(period.action_requested), Float64Array.of(period.demand))
    expect([...simulator.shipped], `shipments of period ${t}`).toEqual(period.R_filled)
    const stock = simulator.onHand.subarray(0, 3)
    expect(below(stock, 1), `stock after period ${t}`).toEqual(period.I_next)
    expect([below(stock, -1)[0], ...simulator.owed], `owed after period ${t}`).toEqual(period.B)
    expect(-simulator.costs[0], `reward of period ${t}`).toBeCloseTo(period.reward, 11)
  }
})

test('NetInvMgmt with backlogs, as published: stock, what is under way, and the reward', () => {
  const simulator = simulate(buildNetwork({ ...OR_GYM_NETWORK, rationing: 'each' }, 'network'))
  const { periods } = golden<NetworkTrace>('33_orgym_network_backlog')
  for (const [t, period] of periods.entries()) {
    simulator.step(Float64Array.from(period.action), Float64Array.of(period.demand))
    expect([...simulator.shipped], `shipments of period ${t}`).toEqual(period.R)
    const [retailer, ...others] = simulator.onHand.subarray(0, 6)
    expect([Math.max(retailer, 0), ...others], `stock after period ${t}`).toEqual(period.X_next)
    expect(Math.max(-retailer, 0), `backlog after period ${t}`).toBe(period.U[0])
    const underWay = simulator.underWay.map((ring) => ring.reduce((sum, units) => sum + units))
    expect(underWay, `under way after period ${t}`).toEqual(period.Y_next)
    expect(-simulator.costs[0], `reward of period ${t}`).toBeCloseTo(period.reward, 11)
  }
})
