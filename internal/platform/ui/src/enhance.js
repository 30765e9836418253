import { all, on, prepared } from "./dom.js"

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

// A toast that offers to undo stays until the page is left or it is closed: nobody is hurried. One that only tells goes by itself, but not while
// it is pointed at or read.
on("click", "[data-toast-close]", button => button.closest("[data-toast]").remove())
const fade = toast => {
  if (toast.matches(":hover, :focus-within")) return void setTimeout(fade, 5000, toast)
  toast.classList.add("leaving")
  setTimeout(() => toast.remove(), 250)
}

prepared(root => {
  if (navigator.clipboard) for (const b of all("[data-copy]", root)) b.hidden = false
  for (const b of all("[data-reveal], [data-print], [data-toast-close], button[data-palette-open]", root)) b.hidden = false
  for (const t of all("[data-toast]:not([data-timed])", root)) {
    t.dataset.timed = "yes"
    if (!t.querySelector("form")) setTimeout(fade, 20000, t)
  }
  root.querySelector?.("[data-focus]")?.focus()
})
