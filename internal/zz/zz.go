// Package zz keeps requirements while rooms are being built; it goes before the first release.
package zz

import (
	_ "codeberg.org/go-pdf/fpdf"
	_ "github.com/BurntSushi/toml"
	_ "github.com/a-h/templ"
	_ "github.com/boombuler/barcode/qr"
	_ "github.com/chromedp/chromedp"
	_ "github.com/danielgtaylor/huma/v2"
	_ "github.com/danielgtaylor/huma/v2/adapters/humago"
	_ "github.com/golang-jwt/jwt/v5"
	_ "github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/pdfcpu/pdfcpu/pkg/api"
	_ "github.com/prometheus/client_golang/prometheus/promhttp"
	_ "github.com/wneessen/go-mail"
	_ "github.com/xuri/excelize/v2"
	_ "golang.org/x/crypto/argon2"
	_ "golang.org/x/text/unicode/norm"
	_ "golang.org/x/text/encoding/charmap"
	_ "golang.org/x/net/html"
	_ "modernc.org/sqlite"
	_ "pgregory.net/rapid"
)
