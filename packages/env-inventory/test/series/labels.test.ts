/** Labels of rows and columns are never demand. */
import { expect, test } from 'vitest'
import { readDemandSeries } from '../../src/series/demand-series.ts'
import { textFile } from './files.ts'

const demand = (text: string, stores?: number) => {
  const { scenarios, periods, values } = readDemandSeries(textFile(text), stores)
  return { scenarios, periods, values: [...values] }
}

test.each(['', 'index', 'year', 'DATE', ' Week ', 'Unnamed: 0', '__index_level_0__', '"date"'])(
  'a first column named %j is left out',
  (name) => {
    const text = `${name},sales\n0,5\n1,7\n2,9`
    expect(demand(text, 1)).toEqual({ scenarios: 1, periods: 3, values: [5, 7, 9] })
  },
)

test.each(['id', 't', 'row', 'hour'])('a store may have the name %j', (name) => {
  expect(demand(`r,s,${name}\n3,4,9\n6,7,9`).values).toEqual([3, 6, 4, 7, 9, 9])
})

test.each([0, -1, 1.5])('%d stores are refused', (stores) => {
  expect(() => demand('1,5,2\n', stores)).toThrow(
    `stores: got ${stores}, expected a whole number of at least 1`,
  )
})

test('numbers of stores in quotes name columns', () => {
  const text = '"1","2","3"\n10,20,30\n11,21,31'
  expect(demand(text, 3)).toEqual({ scenarios: 1, periods: 2, values: [10, 11, 20, 21, 30, 31] })
})

test.each([
  ['t,sales\n1,5\n2,7\n3,9', 'column t: got "1, 2, 3, …"'],
  ['wk,sales\n1,5\n2,7\n3,9', 'column wk: got "1, 2, 3, …"'],
  ['sales,wk\n5,2013\n5,2014\n5,2015', 'column wk: got "2013, 2014, 2015, …"'],
  ['0,7,5\n1,8,6\n2,9,9', 'column 1: got "0, 1, 2, …"'],
])('%j: numbers of periods without such a name are refused', (text, message) => {
  expect(() => demand(text, 1)).toThrow(`sales.csv: ${message}, expected demand; a column that numbers`)
})

test('demand that goes up by one is read where it stands between others or alone, or only for two periods', () => {
  expect(demand('a,b,c\n9,1,4\n8,2,4\n7,3,4').values).toEqual([9, 8, 7, 1, 2, 3, 4, 4, 4])
  expect(demand('a\n1\n2\n3').values).toEqual([1, 2, 3])
  expect(demand('a,b\n1,4\n2,4').values).toEqual([1, 2, 4, 4])
})

test.each(['store', 'store_nbr', 'Item ID', 'sku'])(
  'a row for each store and period (%s) is refused',
  (key) => {
    const text = `date,${key},sales\n2013-01-01,1,5\n2013-01-01,2,7`
    const message = `sales.csv: column ${key}: got "a store or product for each row", expected a row for each period and a column for each store: pivot the table first`
    expect(() => demand(text, 1)).toThrow(message)
    expect(demand(`date,${key}\n2013-01-01,5`, 1).values).toEqual([5])
  },
)

test('columns that are not the stores are refused, with what labels are called', () => {
  expect(() => demand('year_week,a\n201301,5\n201304,5', 3)).toThrow(
    'sales.csv: got "2 columns", expected 3, one for each store, or a multiple of that for several scenarios; columns of labels are named index, date or the like',
  )
})
