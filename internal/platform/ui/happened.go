package ui

import (
	"context"
	"strings"

	"koprogo/internal/kernel/i18n"
)

// Happened says in words what a fact of the chain means: "entered the purchase invoice". Its room words it as fact_<what>. Of a fact whose
// content is nobody's business only the room is known.
func Happened(ctx context.Context, kind string) string {
	room, what, _ := strings.Cut(kind, ".")
	if key := room + ".fact_" + what; what != "" && i18n.Has(key) {
		return i18n.T(ctx, key)
	}
	return say(ctx, "something_happened")
}
