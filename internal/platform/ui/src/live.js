import { all, one, prepare, typing } from "./dom.js"

// A part of the page that says data-live="purchases. property.lot" is asked for again when such a fact happened, and put in the place of the old
// one: at most every five seconds, never under the hands of the reader, announced once and politely. There is one line to the house per tab,
// and none while the tab is hidden. Where the line fails, the page simply stays as it is.
const every = 5000
const dirty = new Set()
let line, from, last = 0, timer, fails = 0

const parts = () => [...all("[data-live]")].filter(p => p.id)
const touches = (part, kind) => part.dataset.live.split(/\s+/).some(p => kind === "*" || kind === p || p.endsWith(".") && kind.startsWith(p))

// A part is busy while the reader types in it, has ticked rows or has opened something.
const busy = part => part.contains(document.activeElement) && typing(document.activeElement) || one("[data-tick]:checked, details[open]", part) || one("dialog[open]")

const later = () => {
  clearTimeout(timer)
  timer = setTimeout(renew, Math.max(300, last + every - Date.now()))
}

const renew = async () => {
  if (document.hidden || !dirty.size) return
  const ready = parts().filter(p => dirty.has(p.id) && !busy(p))
  if (!ready.length) return void (timer = setTimeout(renew, every))
  last = Date.now()
  try {
    const answer = await fetch(location.href, { headers: { "X-Part": ready.map(p => p.id).join(" ") } })
    if (!answer.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    for (const part of ready) {
      const next = page.getElementById(part.id)
      if (!next || busy(part)) continue
      dirty.delete(part.id)
      swap(part, document.adoptNode(next))
    }
  } catch { /* asked again with the next fact */ }
  if (dirty.size) later()
}

const swap = (part, next) => {
  if (part.textContent === next.textContent) return
  const held = part.contains(document.activeElement) && document.activeElement
  const mark = held && (held.id ? "#" + CSS.escape(held.id) : held.getAttribute("href") && `[href="${CSS.escape(held.getAttribute("href"))}"]`)
  const known = new Set([...all("tr[id]", part)].map(r => r.id))
  part.replaceWith(next)
  prepare(next)
  for (const row of all("tr[id]", next)) if (!known.has(row.id)) row.classList.add("fresh")
  if (mark) one(mark, next)?.focus({ preventScroll: true })
  const says = one("#live-says")
  if (says && next.dataset.liveSays) says.textContent = next.dataset.liveSays
}

const heard = event => {
  if (event.lastEventId) from = event.lastEventId
  const { kind } = JSON.parse(event.data)
  for (const part of parts()) if (touches(part, kind)) dirty.add(part.id)
  if (dirty.size) later()
}

const open = () => {
  const address = document.body.dataset.liveFrom
  if (line || !address || document.hidden || !parts().length || !window.EventSource) return
  const url = new URL(address, location.href)
  if (from) url.searchParams.set("after", from)
  line = new EventSource(url)
  line.addEventListener("fact", heard)
  line.addEventListener("open", () => { fails = 0 })
  line.addEventListener("error", () => {
    if (line?.readyState !== EventSource.CLOSED) return // the browser tries again by itself, from the last fact
    close()
    if (++fails < 6) setTimeout(open, 2000 * 2 ** fails)
  })
}
const close = () => {
  line?.close()
  line = undefined
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return close()
  open()
  if (dirty.size) later()
})
addEventListener("pagehide", close)
addEventListener("pageshow", open)
document.addEventListener("focusout", () => { if (dirty.size) later() })
