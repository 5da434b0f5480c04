// Licensed under the Apache License, Version 2.0: see LICENSE at the root of the project.
//
// OData V4 at /: the set "products" (ROWS, default 500) over an in-memory document store.
// Prints READY and the service root, and ends when its standard input is closed, so that
// it never outlives the test that started it.
'use strict'
const http = require('node:http')
const Datastore = require('@seald-io/nedb')
const ODataServer = require('simple-odata-server')
const Adapter = require('simple-odata-server-nedb')

const cities = ['Berlin', 'Zürich', 'São Paulo', '中文', null]
const count = Number(process.env.ROWS ?? 500)
const first = Date.UTC(2020, 0, 1)

function product(n) {
  return {
    _id: `p${n}`,
    name: n % 9 === 0 ? null : n % 9 === 1 ? '' : `Product ${n % 50}`,
    price: n % 7 === 0 ? null : (n % 200) / 4,
    n: n % 5 === 0 ? null : n % 40,
    made: n % 11 === 0 ? null : new Date(first + n * 61000),
    tags: n % 2 ? ['a', `t${n % 5}`] : [],
    addr: { city: cities[n % cities.length], zip: String(10000 + n) }
  }
}

const db = new Datastore({ inMemoryOnly: true })
const listener = http.createServer()
listener.listen(0, '127.0.0.1', () => {
  const root = `http://127.0.0.1:${listener.address().port}/`
  const model = {
    namespace: 'shop',
    entityTypes: {
      Product: {
        _id: { type: 'Edm.String', key: true },
        name: { type: 'Edm.String' },
        price: { type: 'Edm.Decimal' },
        n: { type: 'Edm.Int32' },
        made: { type: 'Edm.DateTimeOffset' },
        tags: { type: 'Collection(Edm.String)' },
        addr: { type: 'shop.Addr' }
      }
    },
    complexTypes: { Addr: { city: { type: 'Edm.String' }, zip: { type: 'Edm.String' } } },
    entitySets: { products: { entityType: 'shop.Product' } }
  }
  const server = ODataServer(root.slice(0, -1))
    .model(model)
    .adapter(Adapter((set, callback) => callback(null, db)))
  listener.on('request', server.handle.bind(server))
  db.insert(Array.from({ length: count }, (_, n) => product(n)), (error) => {
    if (error) throw error
    console.log(`READY ${root}`)
  })
})

process.stdin.on('end', () => process.exit(0))
process.stdin.resume()
