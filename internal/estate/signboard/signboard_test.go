package signboard_test

import (
	"context"
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/signboard"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

var policy = act.Policy{signboard.ReadBoard: {act.Syndic, act.Owner}, signboard.ChangeBoard: {act.Syndic}, property.ChangeRegister: {act.Syndic}}

type world struct {
	*testing.T
	house *act.House
	room  *signboard.Room
	mux   *http.ServeMux
}

func begin(t *testing.T, d *db.DB) *world {
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	w := &world{T: t, house: &act.House{DB: d, Policy: policy, Clock: func() time.Time { clock = clock.Add(time.Second); return clock }}}
	w.room = &signboard.Room{House: w.house, BaseURL: "https://copro.example.be", Others: []string{"/calculators"}}
	s := rest.New(w.house, nil)
	w.room.Routes(s)
	w.room.Open(&ui.Pages{Rest: s, Refused: func(ui.Failure) templ.Component { return ui.Text("refused") }})
	w.mux = s.Mux
	return w
}

// opened is an office with one building and its owner, whose name must never be seen outside.
func (w *world) opened(kind office.Kind, name, email string) (act.Who, id.Of[id.Building]) {
	w.Helper()
	o, err := (&office.Room{House: w.house}).Open(context.Background(), "test", office.Entry{Name: name, Kind: kind, Phone: "+32 2 555 00 01", Email: email,
		Street: "Rue Privée", Number: "9", Postcode: "1000", City: "Bruxelles"}, func(a *act.Act) (id.Of[id.Person], error) {
		p, err := (&identity.Room{House: w.house}).Enrol(a, email, name, i18n.FR, "une phrase de passe solide 42", false)
		return p.ID(), err
	})
	if err != nil {
		w.Fatal(err)
	}
	who := act.Who{Office: o.ID(), Person: id.New[id.Person](), Lang: i18n.FR, House: true}
	var register property.Room
	b := do(w, who, func(a *act.Act) (property.Building, error) {
		return register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	})
	do(w, who, func(a *act.Act) (property.Lot, error) {
		return register.AddLot(a, b.ID(), property.LotEntry{Label: "4B", Kind: "apartment", Shares: 1000},
			[]property.MemberEntry{{FirstName: "Hélène", LastName: "Secret", Email: "helene@example.be", Phone: "0470 11 22 33", Lang: i18n.FR, Part: share.Must(1, 1)}}, civil.Must("2026-01-01"))
	})
	who.House, who.Grants = false, []act.Grant{{Role: act.Syndic}}
	return who, b.ID()
}

func do[T any](w *world, who act.Who, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func (w *world) set(who act.Who, building id.Of[id.Building], e signboard.Entry) (signboard.Board, error) {
	return act.Do(context.Background(), w.house, who, act.Door{Via: "test"}, func(a *act.Act) (signboard.Board, error) { return w.room.Set(a, building, e) })
}

func (w *world) get(path string) *httptest.ResponseRecorder {
	r := httptest.NewRecorder()
	w.mux.ServeHTTP(r, httptest.NewRequest(http.MethodGet, path, nil))
	return r
}

const page = "/public/buildings/residence-les-tilleuls-saint-gilles/syndic"

func TestThePageExistsOnlyWhileItIsShown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		claire, tilleuls := w.opened(office.Professional, "Bureau Maes", "claire@example.be")
		if r := w.get(page); r.Code != http.StatusNotFound {
			t.Fatalf("before anybody switched it on the page answers %d", r.Code)
		}
		if _, err := w.set(claire, tilleuls, signboard.Entry{Name: "Bureau Maes", Phone: "+32 2 555 00 01"}); err != nil {
			t.Fatal(err)
		}
		if r := w.get(page); r.Code != http.StatusNotFound {
			t.Fatalf("switched off, the page answers %d", r.Code)
		}
		shown := signboard.Entry{Shown: true, Name: "Bureau Maes", Phone: "+32 2 555 00 01", Emergency: "+32 2 555 00 99", Hours: "lundi, 9–12 h\n\n", Langs: []i18n.Lang{i18n.NL, i18n.FR}}
		if _, err := w.set(claire, tilleuls, shown); err != nil {
			t.Fatal(err)
		}
		r := w.get(page)
		text := r.Body.String()
		for _, want := range []string{"Les Tilleuls", "Bureau Maes", "tel:+3225550001", "+32 2 555 00 99", "Rue Privée 9", `"@type":"ContactPoint"`, `rel="canonical" href="https://copro.example.be` + page} {
			if r.Code != http.StatusOK || !strings.Contains(text, want) {
				t.Errorf("the page (%d) does not say %q", r.Code, want)
			}
		}
		for _, secret := range []string{"Hélène", "Secret", "helene@", "0470", "<script src"} {
			if strings.Contains(text, secret) {
				t.Errorf("the page says %q", secret)
			}
		}
		if body := w.get("/sitemap.xml").Body.String(); !strings.Contains(body, "https://copro.example.be"+page) {
			t.Errorf("the sitemap does not list the page: %s", body)
		}
		if body := w.get("/sitemap.xml").Body.String(); !strings.Contains(body, "https://copro.example.be/calculators") {
			t.Errorf("the sitemap does not list the pages of other rooms: %s", body)
		}
		if body := w.get("/robots.txt").Body.String(); !strings.Contains(body, "\nAllow: /calculators\n") || !strings.Contains(body, "\nDisallow: /\n") {
			t.Errorf("what search engines may see: %s", body)
		}
		if _, err := png.Decode(w.get(page + "/qr.png").Body); err != nil {
			t.Errorf("the code is no picture: %v", err)
		}
		if svg := w.get(page + "/qr.svg"); !strings.HasPrefix(svg.Body.String(), "<svg") {
			t.Errorf("the code is no drawing: %d", svg.Code)
		}
		shown.Shown = false
		if _, err := w.set(claire, tilleuls, shown); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{page, page + "/qr.png", "/api/v1" + page} {
			if r := w.get(path); r.Code != http.StatusNotFound {
				t.Errorf("switched off again, %s answers %d", path, r.Code)
			}
		}
		if body := w.get("/sitemap.xml").Body.String(); strings.Contains(body, page) {
			t.Error("switched off again, the sitemap still lists the page")
		}
	})
}

func TestANaturalPersonIsShownOnlyAsAgreedAndNeverAtHome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		luc, tilleuls := w.opened(office.Volunteer, "Luc Peeters", "luc@example.be")
		board, err := act.See(context.Background(), w.house, luc, func(v *act.View) (signboard.Board, error) { b, _, err := w.room.Board(v, tilleuls); return b, err })
		if err != nil || board.Entry().Name != "" || board.Entry().Phone != "" || board.Entry().Email != "" {
			t.Fatalf("of a natural person something is proposed: %+v, %v", board.Entry(), err)
		}
		e := signboard.Entry{Shown: true, Name: "Luc P.", Phone: "0470 99 88 77"}
		if _, err := w.set(luc, tilleuls, e); fault.As(err) == nil || fault.As(err).Code != "board_agreement" {
			t.Fatalf("without an agreement the page could be shown: %v", err)
		}
		e.Agreed = true
		if _, err := w.set(luc, tilleuls, e); err != nil {
			t.Fatal(err)
		}
		text := w.get(page).Body.String() + w.get("/api/v1"+page).Body.String()
		if !strings.Contains(text, "Luc P.") {
			t.Error("what was agreed is not shown")
		}
		for _, home := range []string{"Rue Privée", "Peeters", "luc@example.be", "555 00 01"} {
			if strings.Contains(text, home) {
				t.Errorf("the page says %q, which nobody agreed to", home)
			}
		}
	})
}

func TestAnAddressBelongsToOneBuildingAndAnOldOneLeadsToTheNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		claire, tilleuls := w.opened(office.Professional, "Bureau Maes", "claire@example.be")
		ines, other := w.opened(office.Professional, "Bureau Ines", "ines@example.be")
		e := signboard.Entry{Shown: true, Name: "Bureau Maes", Phone: "+32 2 555 00 01"}
		if _, err := w.set(claire, tilleuls, e); err != nil {
			t.Fatal(err)
		}
		if _, err := w.set(ines, other, e); fault.As(err) == nil || fault.As(err).Code != "slug_taken" {
			t.Fatalf("another office took the address: %v", err)
		}
		e.Slug = "tilleuls"
		if _, err := w.set(claire, tilleuls, e); err != nil {
			t.Fatal(err)
		}
		if r := w.get(page); r.Code != http.StatusMovedPermanently || r.Header().Get("Location") != "/public/buildings/tilleuls/syndic" {
			t.Errorf("the old address answers %d, %q", r.Code, r.Header().Get("Location"))
		}
		owner := act.Who{Office: claire.Office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Owner, Building: tilleuls}}}
		if _, err := w.set(owner, tilleuls, e); fault.As(err) == nil || fault.As(err).Kind != fault.KindForbidden {
			t.Errorf("an owner could change the page: %v", err)
		}
		if _, err := w.set(ines, tilleuls, e); fault.As(err) == nil || fault.As(err).Kind != fault.KindNotFound {
			t.Errorf("another office reached the building: %v", err)
		}
	})
}

// Whatever a name holds, it cannot close the element in which the data for search engines stand.
func TestWhatIsWrittenCannotLeaveItsPlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		claire, tilleuls := w.opened(office.Professional, "Bureau Maes", "claire@example.be")
		if _, err := w.set(claire, tilleuls, signboard.Entry{Shown: true, Name: `</script><b>"x"&`, Phone: "+32 2 555 00 01"}); err != nil {
			t.Fatal(err)
		}
		text := w.get(page).Body.String()
		if strings.Contains(text, "</script><b>") {
			t.Error("a name closed the script element")
		}
		_, data, _ := strings.Cut(text, `<script type="application/ld+json">`)
		data, _, _ = strings.Cut(data, "</script>")
		var doc map[string]any
		if err := json.Unmarshal([]byte(data), &doc); err != nil {
			t.Errorf("the data for search engines cannot be read: %v", err)
		}
	})
}
