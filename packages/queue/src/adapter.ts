/** What the harness loads: the adapter of queues at `redis://` and `rediss://`. */
import type { QueueAdapter } from '@gauntlet/bench'
import { readAddress } from './address.ts'
import { connect } from './connection.ts'
import { BullQueue } from './bull-queue.ts'

const adapter: QueueAdapter = {
  kind: 'queue',
  queueVersion: 1,
  schemes: ['redis', 'rediss'],
  async open(url) {
    const address = readAddress(url)
    return new BullQueue(address, await connect(address))
  },
}

export default adapter
