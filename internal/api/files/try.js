// Asks a route from its form and shows the answer under it. What an answer
// says is only ever set as text.
'use strict'

const mostShown = 200000

function address(form) {
  let path = form.getAttribute('action')
  for (const input of form.querySelectorAll('[data-path]')) {
    path = path.replace('{' + input.dataset.path + '}', encodeURIComponent(input.value))
  }
  const query = new URLSearchParams()
  for (const input of form.querySelectorAll('[name]')) {
    if (input.value) query.set(input.name, input.value)
  }
  return path + (query.size ? '?' + query : '')
}

function pretty(text) {
  try { text = JSON.stringify(JSON.parse(text), null, 2) } catch { /* not JSON: shown as it is */ }
  return text.length > mostShown ? text.slice(0, mostShown) + '\n…' : text
}

function show(out, heading, text) {
  const head = document.createElement('p')
  head.append(Object.assign(document.createElement('code'), { textContent: heading }))
  out.replaceChildren(head, Object.assign(document.createElement('pre'), { textContent: text, tabIndex: 0 }))
  out.hidden = false
}

function follow(out, at) {
  const source = new EventSource(at)
  const lines = []
  const add = e => {
    lines.push(e.type + ' ' + e.data)
    show(out, 'GET ' + at, lines.slice(-50).join('\n'))
  }
  for (const name of ['ready', 'new', 'changed', 'merged']) source.addEventListener(name, add)
  return source
}

const open = new Map()

async function ask(form) {
  const out = form.parentElement.querySelector('output')
  const at = address(form)
  open.get(form)?.close()
  if ('stream' in form.dataset) return open.set(form, follow(out, at))
  const options = { method: form.dataset.method }
  const body = form.querySelector('[data-body]')
  if (body) {
    options.body = body.value
    options.headers = { 'Content-Type': form.querySelector('[data-type]').value }
  }
  try {
    const answer = await fetch(at, options)
    show(out, `${options.method} ${at} → ${answer.status}`, pretty(await answer.text()))
  } catch (err) {
    show(out, `${options.method} ${at}`, String(err))
  }
}

document.addEventListener('submit', e => {
  e.preventDefault()
  ask(e.target)
})
