const all = (selector, root = document) => root.querySelectorAll(selector)
const on = (type, selector, act, options) =>
  document.addEventListener(type, event => {
    const found = event.target instanceof Element && event.target.closest(selector)
    if (found) act(found, event)
  }, options)

// Copy buttons appear only where copying is possible; the word "Copié" answers.
on("click", "[data-copy]", async button => {
  await navigator.clipboard.writeText(button.dataset.copy)
  const word = Object.assign(document.createElement("span"), { className: "copied-word", textContent: document.body.dataset.copied })
  word.setAttribute("role", "status")
  button.replaceChildren(word)
  button.classList.add("copied")
})

// The page can be printed.
on("click", "[data-print]", () => print())

// A password can be shown.
on("click", "[data-reveal]", button => {
  const field = document.getElementById(button.dataset.reveal)
  const shown = field.type === "text"
  field.type = shown ? "password" : "text"
  ;[button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent]
})

// Theme without a new page: the cookie is set by the same form.
on("submit", "[data-themes]", (form, event) => {
  const choice = event.submitter
  if (!choice) return
  event.preventDefault()
  const data = new URLSearchParams(new FormData(form))
  data.set("theme", choice.value)
  fetch(form.action, { method: "POST", body: data, redirect: "manual" })
  if (choice.value === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice.value
  for (const b of all("[data-themes] button")) b.removeAttribute("aria-current")
  choice.setAttribute("aria-current", "true")
})

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", event => {
  for (const menu of all("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    for (const menu of all("[data-menu][open]")) {
      menu.open = false
      menu.querySelector("summary").focus()
    }
  }
  const search = document.querySelector("[data-search-key]")
  if (search && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && search.offsetParent) {
    event.preventDefault()
    search.focus()
    search.select()
  }
})

// Dialogs: a button that names one opens it instead of going on.
on("click", "[data-opens]", (button, event) => {
  const dialog = document.getElementById(button.dataset.opens)
  if (!dialog) return
  event.preventDefault()
  dialog.showModal()
})
on("click", "[data-closes]", button => button.closest("dialog").close())

// A button that explains why it cannot be used does nothing else.
on("click", "[aria-disabled=true]", (_, event) => event.preventDefault())

// Ticks: the head ticks the page, the bar counts.
const count = scope => {
  const ticks = [...all("[data-tick]", scope)]
  const n = ticks.filter(t => t.checked).length
  const head = scope.querySelector("[data-tick-all]")
  if (head) {
    head.checked = n > 0 && n === ticks.length
    head.indeterminate = n > 0 && n < ticks.length
  }
  for (const t of ticks) t.closest("tr")?.classList.toggle("selected", t.checked)
  const bar = scope.querySelector("[data-bulk]")
  if (bar) {
    bar.hidden = n === 0
    bar.classList.toggle("some", n > 0)
  }
  const words = scope.querySelector(".bulk-count")
  if (words) words.textContent = (n === 1 ? words.dataset.one : words.dataset.many).replace("{n}", n)
}
const scopeOf = element => element.closest(".card, form") ?? document
on("change", "[data-tick]", tick => count(scopeOf(tick)))
on("change", "[data-tick-all]", head => {
  const scope = scopeOf(head)
  for (const t of all("[data-tick]", scope)) t.checked = head.checked
  count(scope)
})
on("click", "[data-untick]", (link, event) => {
  event.preventDefault()
  const scope = scopeOf(link)
  for (const t of all("[data-tick]", scope)) t.checked = false
  count(scope)
})

// A form is sent once; its button says so and keeps its width. Leaving with answers not sent is asked about.
let unsaved = false
on("input", "[data-unsaved-guard]", () => { unsaved = true })
document.addEventListener("submit", event => {
  if (event.defaultPrevented) return
  unsaved = false
  const form = event.target
  if (form.method === "get" || form.getAttribute("hx-post")) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = "yes"
  event.submitter?.setAttribute("aria-busy", "true")
})
addEventListener("beforeunload", event => { if (unsaved) event.preventDefault() })
addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent
    for (const button of all("[aria-busy]", form)) button.removeAttribute("aria-busy")
  }
})

// What must be done for each new piece of page.
const prepare = root => {
  if (navigator.clipboard) for (const b of all("[data-copy]", root)) b.hidden = false
  for (const b of all("[data-reveal], [data-print]", root)) b.hidden = false
  for (const t of all("[data-toast]:not([data-timed])", root)) {
    t.dataset.timed = "yes"
    setTimeout(() => {
      t.classList.add("leaving")
      setTimeout(() => t.remove(), 250)
    }, 20000)
  }
  for (const bar of all("[data-bulk]", root)) count(scopeOf(bar))
  root.querySelector?.("[data-focus]")?.focus()
}
prepare(document)
document.addEventListener("htmx:after:swap", event => prepare(event.target instanceof Element ? event.target : document))
