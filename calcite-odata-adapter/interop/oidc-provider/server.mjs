// Licensed under the Apache License, Version 2.0: see LICENSE at the root of the project.
//
// The certified oidc-provider, and in front of UPSTREAM (the root of an OData service) a gate that lets only its
// access tokens through. Both listen on free ports of the loopback. Settings, by environment:
//   UPSTREAM        root of the service to protect; without it there is no gate
//   ACCESS_SECONDS  life of an access token (3600)
//   DELAY_MS        what the gate waits before each answer (0)
//   FOREIGN         an origin that the gate writes into next links in place of its own
// Refresh tokens are rotated at every use; using one twice revokes everything that grew from the same consent.
// GET /_test answers { service, events }: the root of the gate, and how often what happened.
// Prints READY and the issuer, and ends when its standard input is closed.
import http from 'node:http'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import Provider from 'oidc-provider'

const upstream = process.env.UPSTREAM
const accessSeconds = Number(process.env.ACCESS_SECONDS ?? 3600)
const delay = Number(process.env.DELAY_MS ?? 0)
const foreign = process.env.FOREIGN

const events = {}
const count = (event) => { events[event] = (events[event] ?? 0) + 1 }

const listen = (server) => new Promise((resolve) =>
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)))

const front = http.createServer()
const issuer = await listen(front)

const code = { redirect_uris: ['http://127.0.0.1/', 'http://localhost/', 'https://app.example/cb'], response_types: ['code'] }
const provider = new Provider(issuer, {
  clients: [
    { client_id: 'desktop', application_type: 'native', token_endpoint_auth_method: 'none', ...code,
      redirect_uris: code.redirect_uris.slice(0, 2),
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'] },
    { client_id: 'app', client_secret: 'app secret: 100% &+/=', application_type: 'native', token_endpoint_auth_method: 'client_secret_basic',
      ...code, redirect_uris: code.redirect_uris, grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] },
    { client_id: 'job', client_secret: 'job-secret', token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [], response_types: [], grant_types: ['client_credentials'] }
  ],
  jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: '1' }] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  scopes: ['openid', 'offline_access', 'api'],
  findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  // a consent by somebody who asked for offline_access outlives the session
  issueRefreshToken: (context, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  ttl: { AccessToken: accessSeconds, ClientCredentials: accessSeconds, AuthorizationCode: 60, RefreshToken: 86400, IdToken: 3600,
    DeviceCode: 600, Interaction: 600, Session: 86400, Grant: 86400 },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:api',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'api', audience: 'urn:api', accessTokenTTL: accessSeconds, accessTokenFormat: 'opaque' })
    }
  }
})

provider.on('grant.success', (context) => count(context.oidc.params.grant_type))
provider.on('grant.error', (context, error) => count(`error ${error.error}`))
provider.on('authorization.success', () => count('authorization'))
provider.on('grant.revoked', () => count('revoked'))

async function find(token) {
  const kind = token && (await provider.AccessToken.find(token) ?? await provider.ClientCredentials.find(token))
  return kind && !kind.isExpired && String(kind.aud) === 'urn:api' ? kind : undefined
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function gate(request, response, own) {
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
  if (!(await find(token))) {
    count(token ? 'refused' : 'anonymous')
    response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="api"${token ? ', error="invalid_token"' : ''}`, 'Content-Type': 'text/plain' })
    response.end('a token, please')
    return
  }
  count('served')
  if (delay) await sleep(delay)
  const { origin } = new URL(upstream)
  const headers = { ...request.headers, host: new URL(upstream).host, 'accept-encoding': 'identity' }
  delete headers.authorization
  const passed = http.request(origin + request.url, { method: request.method, headers }, (answer) => {
    const parts = []
    answer.on('data', (part) => parts.push(part))
    answer.on('end', () => {
      // links of the service are absolute
      let body = Buffer.concat(parts).toString('utf8').replaceAll(origin, own)
      if (foreign) body = body.replaceAll(`"@odata.nextLink":"${own}`, `"@odata.nextLink":"${foreign}`)
      const bytes = Buffer.from(body)
      const { 'transfer-encoding': dropped, connection, ...rest } = answer.headers
      response.writeHead(answer.statusCode, { ...rest, 'content-length': bytes.length })
      response.end(bytes)
    })
  })
  passed.on('error', (error) => { response.writeHead(502); response.end(String(error)) })
  request.pipe(passed)
}

let service
if (upstream) {
  const back = http.createServer()
  const own = await listen(back)
  back.on('request', (request, response) =>
    gate(request, response, own).catch((error) => { response.writeHead(500); response.end(String(error)) }))
  service = own + new URL(upstream).pathname
}

const answer = provider.callback()
front.on('request', (request, response) => {
  if (request.url === '/_test') {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ service, events }))
  } else {
    answer(request, response)
  }
})
console.log(`READY ${issuer}`)

process.stdin.on('end', () => process.exit(0))
process.stdin.resume()
