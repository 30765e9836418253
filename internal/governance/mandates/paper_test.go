package mandates_test

import (
	"context"
	"flag"
	"strings"
	"testing"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/signboard"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/pdf/pdftest"
	"koprogo/internal/platform/rest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// numbered gives the association its number, and the public page what one calls.
func (w *world) numbered(e signboard.Entry) {
	w.Helper()
	do(w, func(a *act.Act) (bool, error) {
		b, err := property.FindBuilding(a.Tx, w.building)
		if err != nil {
			return false, err
		}
		register := property.Room{}
		if _, err = register.ChangeBuilding(a, w.building, property.BuildingEntry{Name: b.Name(), Denominator: 1000, Address: b.Address(), Enterprise: "0799990177", Lang: i18n.FR}, property.Saying{}); err != nil {
			return false, err
		}
		_, err = (&signboard.Room{}).Set(a, w.building, e)
		return true, err
	})
}

func (w *world) poster(m mandates.Mandate, language string) (rest.Download, error) {
	return act.See(context.Background(), w.house, w.who, func(v *act.View) (rest.Download, error) { return w.room.Poster(v, m.ID(), language) })
}

// Article 3.89 §2: the extract names a company by its form, name, seat and number; a natural person by name, profession and domicile; it says how to reach
// them without delay, and where the internal rules and the register of decisions are read.
func TestThePosterSaysWhatTheLawWants(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		bureau, err := w.appoint(w.entry(mandates.Syndic, mandates.Holder{Office: true}, "2026-05-13", "2029-05-12"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.poster(bureau, "")
		lacks(t, err, "poster_association", "poster_form", "poster_seat", "poster_enterprise", "poster_contact")
		w.numbered(signboard.Entry{Shown: true, Slug: "les-tilleuls", Name: "Bureau Maes", Phone: "02 555 01 42", Email: "bonjour@bureau-maes.example", Emergency: "0470 12 34 56", Hours: "lu–ve 9 h – 12 h"})
		do(w, func(a *act.Act) (office.Office, error) {
			return (&office.Room{House: w.house}).Change(a, office.Entry{Name: "Bureau Maes & Associés SRL", Kind: office.Professional, Street: "Chaussée de Charleroi", Number: "3", Postcode: "1060",
				City: "Saint-Gilles", Enterprise: "0799990573"})
		})
		for _, l := range i18n.Langs {
			file, err := w.poster(bureau, string(l))
			if err != nil {
				t.Fatal(err)
			}
			poster(t, "poster_"+string(l), file.Data)
		}
		if _, err := w.poster(bureau, "es"); fault.As(err) == nil || fault.As(err).Field != "language" {
			t.Errorf("in Spanish: %v", err)
		}
	})
}

func TestAnOwnerWhoIsSyndicIsNamedByProfessionAndDomicile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		w.numbered(signboard.Entry{Slug: "les-tilleuls", Phone: "0470 11 22 33"})
		anne, err := w.appoint(w.entry(mandates.Syndic, w.member("Anne"), "2026-05-13", "2027-05-12"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.poster(anne, "")
		lacks(t, err, "poster_profession", "poster_domicile")
		e := anne.Entry()
		e.Profession, e.Domicile = "institutrice", "Rue de la Victoire 27 bte 4, 1060 Saint-Gilles"
		do(w, func(a *act.Act) (mandates.Mandate, error) {
			return w.room.Correct(a, anne.ID(), e, "Le domicile manquait.")
		})
		file, err := w.poster(anne, "")
		if err != nil {
			t.Fatal(err)
		}
		poster(t, "poster_person", file.Data)
		w.who.House, w.who.Grants = false, []act.Grant{{Role: act.Owner, Building: w.building}}
		_, err = w.poster(anne, "")
		refused(t, err, "forbidden", "")
	})
}

func TestNoPosterOfAMandateThatIsOverOrIsNoSyndics(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		council, err := w.appoint(w.entry(mandates.Council, w.member("Sofie"), "2026-05-13", ""))
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.poster(council, "")
		refused(t, err, "contract_syndic", "")
		old := w.entry(mandates.Syndic, mandates.Holder{Name: "Jean Petit"}, "2024-01-01", "2026-01-01")
		old.Origin, old.Reference, old.Appointed = mandates.ByCourt, "24/117", civil.Must("2023-12-20")
		gone, err := w.appoint(old)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.poster(gone, "")
		refused(t, err, "poster_over", "")
	})
}

func lacks(t *testing.T, err error, codes ...string) {
	t.Helper()
	var found []string
	for _, f := range fault.As(err).List() {
		found = append(found, f.Code)
	}
	if strings.Join(found, " ") != strings.Join(codes, " ") {
		t.Errorf("the poster lacks %v, want %v", found, codes)
	}
}

// poster compares the words of a poster with those that are kept; it is one page.
func poster(t *testing.T, name string, data []byte) {
	t.Helper()
	if pages := pdftest.Golden(t, name, data, *update); len(pages) != 1 {
		t.Errorf("%s has %d pages", name, len(pages))
	}
}
