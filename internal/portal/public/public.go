// Package public draws the pages that need nobody: the page of an error, and the API described for people.
//
// The description is made from the OpenAPI document itself, with our own styles and no script. Further file: openapi.go (what is read of
// the document).
package public

import (
	_ "embed"
	"fmt"
	"slices"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("public", words) }

// told are the statuses that have a title of their own.
var told = []int{403, 404, 413, 500, 503}

// Refused draws the page of an error inside the frame of the door.
func Refused(f ui.Failure) templ.Component {
	key := "title_other"
	if slices.Contains(told, f.Status) {
		key = fmt.Sprintf("title_%d", f.Status)
	}
	return refused(f, key)
}
