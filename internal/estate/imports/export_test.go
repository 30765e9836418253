package imports_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// export gives the register of the building as a file.
func (h *house) export(kind string) []byte {
	h.t.Helper()
	s := rest.New(h.house, door{h})
	p := &ui.Pages{Rest: s, Enter: func(*http.Request) (act.Who, error) { return h.who, nil }}
	h.room.Register.Pages(p)
	w := httptest.NewRecorder()
	s.Mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/buildings/"+h.building.String()+"/lots."+kind, nil))
	if w.Code != 200 {
		h.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// whole tells all that the register says, on a line per lot and member.
func (h *house) whole() string {
	h.t.Helper()
	s, err := see(h, func(v *act.View) (property.Snapshot, error) {
		return h.room.Register.Register(v, h.building, civil.Date{}, civil.Instant{})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	var list []string
	for _, l := range s.Lots {
		floor, _ := l.Floor()
		surface, _ := l.Surface()
		p, _ := s.Holder(l.ID())
		head := fmt.Sprint(l.Label(), " ", l.Kind(), " ", l.Shares(), " ", floor, " ", surface)
		if len(p.Members()) == 0 {
			list = append(list, head)
		}
		for _, m := range p.Members() {
			e := m.Entry()
			list = append(list, fmt.Sprint(head, " | ", e.Nature, "|", e.FirstName, "|", e.LastName, "|", e.Right, " ", e.Part, "|", e.Enterprise, "|", e.Email, "|", e.Phone, "|",
				e.Street, "|", e.Postcode, "|", e.City, "|", e.Country, "|", e.Lang))
		}
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

// withoutOwners says of each row that names nobody that the lot has no owner yet.
func (h *house) withoutOwners(s imports.Sight) {
	h.t.Helper()
	for _, r := range s.Checked.Rows {
		for _, p := range r.Problems {
			if p.Code != "owner_missing" {
				h.t.Fatalf("row %d: %s %s", r.Number, p.Column, p.Code)
			}
			if err := h.mend(s.ID(), r.Number, imports.Fix{imports.Held: imports.HeldByNone}); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

const fullList = `Lot;Nature;Étage;Surface;Quotités;Nom;Prénom;Droit;Fraction;BCE;E-mail;Téléphone;Adresse;CP;Localité;Pays;Langue
1A;Appartement;1;84,50;400;Dubois;Anne;;;;anne@exemple.be;0470 11 22 33;Rue de la Victoire 27;1060;Saint-Gilles;BE;fr
1B;Appartement;1;;300;Marchal;Denise;usufruit;1/1;;;;;;;;fr
1B;;;;;Marchal;Paul;nue-propriété;1/3;;paul@exemple.be;;;;;;fr
1B;;;;;Marchal;Léa;nue-propriété;2/3;;;;Kaiserstraße 4;52062;Aachen;DE;de
2A;Studio;2;41;200;Peeters;Jan;pleine propriété;1/3;;;;;;;;nl
2A;;;;;Maes;An;pleine propriété;1/3;;;;;;;;nl
2A;;;;;Vandenbroucke;Cor;pleine propriété;1/3;;;;;;;;nl
R1;Commerce;0;;90;Boulangerie du Parvis;;pleine propriété;1/1;0403.170.701;;;;;;;fr
G1;Garage;-1;;10;;;;;;;;;;;;
`

func TestTheExportIsReadAgainWithoutLoss(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s := h.offer(fullList)
		h.withoutOwners(s)
		if err := h.confirm(s.ID(), false); err != nil {
			t.Fatal(err)
		}
		want, first := h.whole(), h.building
		for _, lang := range i18n.Langs {
			for _, kind := range []string{"csv", "xlsx"} {
				h.building, h.who.Lang = first, lang
				data := h.export(kind)
				same := h.offerFile("lots."+kind, data)
				h.withoutOwners(same)
				if p := h.seen(same.ID()); p.Preview.Changes() || p.Counts.WithErrors() > 0 {
					t.Errorf("%s %s into the same building changes %+v", lang, kind, p.Preview)
				}
				h.anotherBuilding(1000)
				other := h.offerFile("lots."+kind, data)
				h.withoutOwners(other)
				if err := h.confirm(other.ID(), false); err != nil {
					t.Fatalf("%s %s: %v", lang, kind, err)
				}
				if got := h.whole(); got != want {
					t.Errorf("%s %s gives\n%s\nwant\n%s", lang, kind, got, want)
				}
			}
		}
	})
}
