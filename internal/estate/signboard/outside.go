package signboard

import (
	"bytes"
	"context"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"

	"koprogo/internal/formats/epcqr"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// Open declares what anybody may fetch: the page, its QR code, and the list by which search engines find the pages.
func (r *Room) Open(p *ui.Pages) {
	mux := p.Rest.Mux
	mux.HandleFunc("GET /public/buildings/{slug}/syndic", r.page(p))
	mux.HandleFunc("GET /public/buildings/{slug}/syndic/qr.svg", r.code(p, "image/svg+xml", func(m [][]bool) ([]byte, error) { return []byte(epcqr.SVG(m)), nil }))
	mux.HandleFunc("GET /public/buildings/{slug}/syndic/qr.png", r.code(p, "image/png", picture))
	mux.HandleFunc("GET /sitemap.xml", r.sitemap(p))
	mux.HandleFunc("GET /robots.txt", r.robots)
}

// find reads the page of an address; to is today's address when another was asked for.
func (r *Room) find(ctx context.Context, slug string) (o Outside, to string, err error) {
	var at address
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
		at, to, err = r.look(tx, slug)
		return err
	})
	if err != nil {
		return o, "", err
	}
	o, err = act.See(ctx, r.House, act.Who{Office: at.office, House: true}, func(v *act.View) (Outside, error) { return r.read(v, at.building) })
	return o, to, err
}

// fresh is how long anybody may keep a page: a wrong number should not live longer.
const fresh = "public, max-age=300"

func (r *Room) page(p *ui.Pages) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		o, to, err := r.find(q.Context(), q.PathValue("slug"))
		if err != nil {
			p.Fail(w, q.WithContext(i18n.With(q.Context(), ui.LanguageOf(q))), err)
			return
		}
		if to != "" {
			http.Redirect(w, q, path(to), http.StatusMovedPermanently)
			return
		}
		lang := speaks(q, o)
		ctx := i18n.With(q.Context(), lang)
		w.Header().Set("Content-Language", string(lang))
		w.Header().Set("Cache-Control", fresh)
		w.Header().Set("Vary", "Accept-Language, Cookie")
		ui.WriteOpen(w, q.WithContext(ctx), http.StatusOK, r.frame(ctx, o), outsideView(o))
	}
}

// speaks is the language of the page: the one asked for in its address, the reader's, or the building's own for a reader who says none.
func speaks(q *http.Request, o Outside) i18n.Lang {
	if l, ok := i18n.Known(q.URL.Query().Get("lang")); ok {
		return l
	}
	if _, err := q.Cookie("language"); err == nil || q.Header.Get("Accept-Language") != "" {
		return ui.LanguageOf(q)
	}
	return o.Building.Lang()
}

func (r *Room) frame(ctx context.Context, o Outside) ui.OpenFrame {
	at := r.BaseURL + o.Path()
	f := ui.OpenFrame{Title: tell(ctx, "title", "building", o.Building.Name(), "city", o.Building.Address().City),
		Description: tell(ctx, "description", "name", o.entry.Name, "address", o.Building.Address().Line()), Canonical: at, Linked: r.linked(ctx, o)}
	for _, l := range i18n.Langs {
		f.Languages = append(f.Languages, ui.OpenLanguage{Lang: l, Href: at + "?lang=" + string(l)})
	}
	return f
}

func (r *Room) code(p *ui.Pages, media string, draw func([][]bool) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		o, _, err := r.find(q.Context(), q.PathValue("slug"))
		var matrix [][]bool
		if err == nil {
			matrix, err = epcqr.Matrix(r.BaseURL + o.Path())
		}
		var image []byte
		if err == nil {
			image, err = draw(matrix)
		}
		if err != nil {
			p.Fail(w, q, err)
			return
		}
		w.Header().Set("Content-Type", media)
		w.Header().Set("Cache-Control", fresh)
		_, _ = w.Write(image)
	}
}

// Size of the picture: modules of twelve dots, and the white border that a scanner needs.
const dots, border = 12, 4

func picture(matrix [][]bool) ([]byte, error) {
	size := (len(matrix) + 2*border) * dots
	m := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y, line := range matrix {
		for x, dark := range line {
			if !dark {
				continue
			}
			for dy := range dots {
				from := m.PixOffset((x+border)*dots, (y+border)*dots+dy)
				for dx := range dots {
					m.Pix[from+dx] = 1
				}
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

// maxSitemap is what one file of a sitemap may list by its protocol.
const maxSitemap = 50000

type sitemapFile struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

type sitemapPage struct {
	At string `xml:"loc"`
}

func (r *Room) sitemap(p *ui.Pages) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		var shown []address
		err := r.House.DB.Read(q.Context(), id.Of[id.Office]{}, func(tx *db.Tx) (err error) {
			shown, err = db.All(tx.Query(shownSlugs, "", maxSitemap), (*address).fields)
			return err
		})
		if err != nil {
			p.Fail(w, q, err)
			return
		}
		var file sitemapFile
		for _, other := range r.Others {
			file.Pages = append(file.Pages, sitemapPage{r.BaseURL + other})
		}
		for _, a := range shown {
			file.Pages = append(file.Pages, sitemapPage{r.BaseURL + path(a.slug)})
		}
		text, err := xml.MarshalIndent(file, "", "  ")
		if err != nil {
			p.Fail(w, q, err)
			return
		}
		w.Header().Set("Content-Type", "application/xml; charset=utf-8")
		w.Header().Set("Cache-Control", fresh)
		_, _ = w.Write(append([]byte(xml.Header), text...))
	}
}

// robots lets search engines see the public pages and nothing else.
func (r *Room) robots(w http.ResponseWriter, _ *http.Request) {
	lines := []string{"User-agent: *", "Allow: /public/"}
	for _, other := range r.Others {
		lines = append(lines, "Allow: "+other)
	}
	lines = append(lines, "Allow: /assets/", "Disallow: /", "", "Sitemap: "+r.BaseURL+"/sitemap.xml", "")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", fresh)
	_, _ = w.Write([]byte(strings.Join(lines, "\n")))
}
