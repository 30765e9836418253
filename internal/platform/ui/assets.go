package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
)

//go:embed dist
var dist embed.FS

// AssetPath is where AssetHandler must be mounted.
const AssetPath = "/assets/"

// asset is one embedded file, ready to be sent.
type asset struct {
	kind   string
	plain  []byte
	zipped []byte // nil when it gains nothing
}

var (
	assetNames = map[string]string{} // plain name -> hashed name
	assets     = map[string]asset{}  // by hashed name
)

var assetKinds = map[string]string{
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".woff2":       "font/woff2",
	".webmanifest": "application/manifest+json",
}

func init() {
	list, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(list, &assetNames); err != nil {
		panic(fmt.Sprintf("ui: dist/manifest.json: %v", err))
	}
	for _, hashed := range assetNames {
		content, err := dist.ReadFile("dist/" + hashed)
		if err != nil {
			panic(fmt.Sprintf("ui: %v; run tools/assets", err))
		}
		a := asset{kind: assetKinds[path.Ext(hashed)], plain: content}
		if path.Ext(hashed) != ".woff2" {
			a.zipped = zip(content)
		}
		assets[hashed] = a
	}
}

// Asset is the address of a bundled file, such as Asset("app.css"). An unknown name panics: it is a slip of ours.
func Asset(name string) string {
	hashed, ok := assetNames[name]
	if !ok {
		panic("ui: no asset " + name)
	}
	return AssetPath + hashed
}

// AssetHandler sends the bundled files under AssetPath. Their names change with their content, so they may be kept for a year.
func AssetHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		a, ok := assets[strings.TrimPrefix(r.URL.Path, AssetPath)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		body := a.plain
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		if a.zipped != nil {
			h.Set("Vary", "Accept-Encoding")
			if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				h.Set("Content-Encoding", "gzip")
				body = a.zipped
			}
		}
		h.Set("Content-Length", fmt.Sprint(len(body)))
		if r.Method == http.MethodGet {
			_, _ = w.Write(body)
		}
	})
}

func zip(content []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(content)
	_ = z.Close()
	return b.Bytes()
}
