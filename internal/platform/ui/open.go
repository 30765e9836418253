package ui

import "github.com/a-h/templ"

// linkedData holds what search engines read. It is a block of data, not a script: nothing in it runs, and the policy of the page lets it stand.
func linkedData(json string) templ.Component {
	return templ.Raw(`<script type="application/ld+json">` + json + `</script>`)
}
