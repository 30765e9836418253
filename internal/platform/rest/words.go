package rest

import (
	_ "embed"

	"koprogo/internal/kernel/i18n"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("rest", words) }
