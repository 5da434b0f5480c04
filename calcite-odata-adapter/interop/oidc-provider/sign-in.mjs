#!/usr/bin/env node
// Licensed under the Apache License, Version 2.0: see LICENSE at the root of the project.
//
// A person and a browser: signs in at the address that is given and consents, up to the page of the client.
//   sign-in.mjs URL
// BROWSER_KIND=chromium does it in Debian's headless Chromium, http (default) with requests and forms alone.
// SIGN_IN_LOG=FILE: a line for each address that was opened. SIGN_IN_STOP=1: prints the address of the last redirect
// instead of going there, as somebody does whose client runs elsewhere.
import { appendFileSync } from 'node:fs'

const url = process.argv[2]
const client = new URL(new URL(url).searchParams.get('redirect_uri'))
const stop = process.env.SIGN_IN_STOP === '1'
if (process.env.SIGN_IN_LOG) appendFileSync(process.env.SIGN_IN_LOG, `${url}\n`)

const isClient = (address) => {
  const { host, pathname } = new URL(address)
  return host === client.host && pathname === client.pathname
}

async function byHttp() {
  const cookies = new Map()
  let next = { address: url }
  for (let step = 0; step < 20; step++) {
    if (isClient(next.address)) {
      if (stop) console.log(next.address)
      else await fetch(next.address)
      return
    }
    const response = await fetch(next.address, {
      method: next.form ? 'POST' : 'GET', body: next.form, redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';')
      const equals = pair.indexOf('=')
      cookies.set(pair.slice(0, equals), pair.slice(equals + 1))
    }
    if (response.status >= 300 && response.status < 400) {
      next = { address: new URL(response.headers.get('location'), next.address).href }
      continue
    }
    const page = await response.text()
    const action = /<form[^>]*action="([^"]*)"/.exec(page)
    if (!action) throw new Error(`no form at ${new URL(next.address).pathname}: ${response.status}`)
    const form = new URLSearchParams()
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const [, name] = /name="([^"]*)"/.exec(input) ?? []
      const [, value] = /value="([^"]*)"/.exec(input) ?? []
      if (name) form.set(name, value ?? 'somebody')
    }
    next = { address: new URL(action[1], next.address).href, form }
  }
  throw new Error('the client was never reached')
}

async function byChromium() {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
  try {
    const page = await browser.newPage()
    await page.goto(url)
    while (!isClient(page.url())) {
      const before = page.url()
      for (const field of await page.locator('input:visible:not([type=submit])').all()) await field.fill('somebody')
      await page.locator('button[type=submit]').first().click()
      await page.waitForURL((address) => address.href !== before)
    }
    console.log((await page.textContent('body')).trim())
  } finally {
    await browser.close()
  }
}

await (process.env.BROWSER_KIND === 'chromium' ? byChromium() : byHttp())
