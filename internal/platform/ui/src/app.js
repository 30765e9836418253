// What saves steps. Every page works without it: see the look, principle "it works before it moves".
import "htmx/htmx.min.js"
import "./enhance.js"
import "./lists.js"
import "./palette.js"
import "./keys.js"
import "./live.js"
