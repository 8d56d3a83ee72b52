/** What this package adds to the matrix. */
import { type Plugin, definePlugin } from '@gauntlet/core'
import { manyWarehouses } from './problems/many-warehouses.ts'
import { oneStore } from './problems/one-store.ts'
import { oneWarehouse } from './problems/one-warehouse.ts'
import { serial } from './problems/serial.ts'
import { transshipment } from './problems/transshipment.ts'

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-inventory',
  environments: [oneStore, oneWarehouse, transshipment, serial, manyWarehouses],
})

export default plugin
