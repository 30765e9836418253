package imports_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// offerFile brings any file.
func (h *house) offerFile(name string, data []byte) (s imports.Sight) {
	h.t.Helper()
	do(h, func(a *act.Act) (bool, error) {
		var err error
		s, err = h.room.Offer(a, h.building, name, data)
		return true, err
	})
	return s
}

func (h *house) seen(i id.Of[id.Import]) imports.Sight {
	h.t.Helper()
	s, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, i) })
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// anotherBuilding opens a building beside the first, in the same office.
func (h *house) anotherBuilding(shares int64) {
	h.who.House = true
	h.building = do(h, func(a *act.Act) (id.Of[id.Building], error) {
		b, err := h.room.Register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Érables", Denominator: shares, Lang: i18n.FR,
			Address: property.Address{Street: "Rue Haute", Number: "1", Postcode: "1000", City: "Bruxelles"}})
		return b.ID(), err
	})
	h.who.House = false
}

func TestColumnsAreRememberedByTheirTitles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		const titles = "Réf;Truc;Chose;Qui\n"
		s := h.offer(titles + "1;600;12;Dubois Anne\n2;400;13;Maes Cor\n")
		do(h, func(a *act.Act) (bool, error) {
			_, err := h.room.Remap(a, s.ID(), imports.Choice{HeaderRow: new(1), Columns: map[imports.Field]string{imports.Label: "A", imports.Shares: "B", imports.Owner: "D", imports.Floor: ""}})
			return true, err
		})
		if err := h.confirm(s.ID(), false); err != nil {
			t.Fatal(err)
		}
		h.anotherBuilding(1000)
		again := h.offer("\n\nListe 2026\n\n" + strings.ToUpper(titles) + "1;500;12;Dubois Anne\n2;500;13;Maes Cor\n")
		if m := again.Mapping(); !m.Remembered || m.HeaderRow != 5 || m.Columns[imports.Shares] != 1 || again.Counts.WithErrors() != 0 || again.Shares.Found != 1000 {
			t.Fatalf("%+v %+v", m, again.Counts)
		}
		forget := func() error {
			_, err := try(h, func(a *act.Act) (bool, error) {
				_, err := h.room.ForgetMapping(a, again.ID())
				return true, err
			})
			return err
		}
		if err := forget(); err != nil {
			t.Fatal(err)
		}
		if err := forget(); code(err) != "nothing_remembered" {
			t.Errorf("forgotten twice: %v", err)
		}
		if h.offer(titles + "1;600;12;Dubois Anne\n").Mapping().Remembered {
			t.Error("still remembered")
		}
		h.move()
		if h.offer(titles + "1;600;12;Dubois Anne\n").Mapping().Remembered {
			t.Error("remembered by another office")
		}
	})
}

func TestAListGivenAgainChangesOnlyWhatItSaysOtherwise(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		const head = "Lot;Nature;Quotités;Propriétaire;E-mail;Téléphone\n"
		first := h.offer(head + "1A;Appartement;600;Dubois Anne;anne@exemple.be;\n1B;Studio;400;Maes Cor;cor@exemple.be;0470 11 22 33\n")
		if err := h.confirm(first.ID(), false); err != nil {
			t.Fatal(err)
		}
		same := h.offer(head + "1A;Appartement;600;Anne DUBOIS;;\n1B;Studio;400;Maes Cor;cor@exemple.be;\n")
		if p := h.seen(same.ID()).Preview; p.Changes() || p.SameLots != 2 || !p.Known {
			t.Errorf("%+v", p)
		}
		if err := h.confirm(same.ID(), false); code(err) != "nothing_changes" {
			t.Errorf("got %v", err)
		}
		other := h.offer(head + "1A;Appartement;600;Dubois Anne;anne@nouveau.be;\n1B;Studio;400;Maes Cor;;\n")
		p := h.seen(other.ID()).Preview
		if got := fmt.Sprint(p.Differences); got != "[{1A email Anne Dubois anne@exemple.be anne@nouveau.be}]" {
			t.Errorf("got %s", got)
		}
		if err := h.confirm(other.ID(), false); err != nil {
			t.Fatal(err)
		}
		if got := h.mails(); got != "anne@nouveau.be cor@exemple.be" {
			t.Errorf("after the list: %s", got)
		}
		if err := h.discard(other.ID()); err != nil {
			t.Fatal(err)
		}
		if got := h.mails(); got != "anne@exemple.be cor@exemple.be" {
			t.Errorf("after it was taken back: %s", got)
		}
	})
}

func (h *house) mails() string {
	var list []string
	s, _ := see(h, func(v *act.View) (property.Register, error) { return property.LoadRegister(v.Tx, h.building) })
	snap := s.At(civil.Must("2026-05-05"), civil.At(h.hour.Add(time.Hour)))
	for _, l := range snap.Lots {
		p, _ := snap.Holder(l.ID())
		for _, m := range p.Members() {
			list = append(list, m.Entry().Email)
		}
	}
	return strings.Join(list, " ")
}

// runJobs works off what is due, once.
func (h *house) runJobs() {
	h.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	r := jobs.Runner{DB: h.house.DB, Handlers: map[string]jobs.Handler{imports.EnterJob: h.room.Enter}, Look: 20 * time.Millisecond, Workers: 1}
	go func() {
		for ctx.Err() == nil {
			time.Sleep(50 * time.Millisecond)
			list, _ := see(h, func(v *act.View) ([]imports.Import, error) { return h.room.Imports(v, h.building) })
			waiting := false
			for _, i := range list {
				waiting = waiting || i.State() == imports.Confirming
			}
			if !waiting {
				stop()
			}
		}
	}()
	r.Run(ctx)
}

func TestALongListIsEnteredByAJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.hour = time.Now().Add(-time.Hour)
		h.room.House = h.house
		const n = 2001
		var b strings.Builder
		b.WriteString("Lot;Quotités;Propriétaire\n")
		for i := range n {
			fmt.Fprintf(&b, "L%d;1;Famille%d Anne\n", i, i)
		}
		h.anotherBuilding(n)
		s := h.offer(b.String())
		if err := h.confirm(s.ID(), false); err != nil {
			t.Fatal(err)
		}
		if got := h.seen(s.ID()); got.State() != imports.Confirming || h.register() != "" {
			t.Fatalf("%s", got.State())
		}
		for what, err := range map[string]error{"confirm": h.confirm(s.ID(), false), "discard": h.discard(s.ID()), "mend": h.mend(s.ID(), 2, imports.Fix{imports.Shares: "2"})} {
			if code(err) != "import_confirming" {
				t.Errorf("%s while it is entered: %v", what, err)
			}
		}
		page := h.page("/imports/" + s.ID().String() + "/progress/part")
		if !strings.Contains(page, "<progress") || !strings.Contains(page, "every 2s") {
			t.Errorf("the progress reads\n%s", page)
		}
		h.runJobs()
		if got := h.seen(s.ID()); got.State() != imports.Confirmed || strings.Count(h.register(), "\n") != n-1 {
			t.Fatalf("%s", got.State())
		}
		if err := h.discard(s.ID()); err != nil {
			t.Errorf("not taken back: %v", err)
		}
	})
}

// page asks for a page of the room.
func (h *house) page(path string) string {
	s := rest.New(h.house, door{h})
	p := &ui.Pages{Rest: s, Enter: func(*http.Request) (act.Who, error) { return h.who, nil }}
	h.room.Pages(p)
	w := httptest.NewRecorder()
	s.Mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Body.String()
}

func TestDraftsOfAMonthAgoAreDiscarded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.room.House = h.house
		draft, entered := h.offer(goodList), h.offer(goodList)
		if err := h.confirm(entered.ID(), false); err != nil {
			t.Fatal(err)
		}
		h.hour = h.hour.AddDate(0, 0, 29)
		fresh := h.offer(goodList)
		if err := h.room.Sweep(context.Background(), jobs.Job{}); err != nil {
			t.Fatal(err)
		}
		h.seen(draft.ID()) // 29 days are not a month
		h.hour = h.hour.AddDate(0, 0, 2)
		if err := h.room.Sweep(context.Background(), jobs.Job{}); err != nil {
			t.Fatal(err)
		}
		if _, err := see(h, func(v *act.View) (imports.Sight, error) { return h.room.See(v, draft.ID()) }); code(err) != "not_found" {
			t.Errorf("after 31 days: %v", err)
		}
		h.seen(fresh.ID())
		if h.seen(entered.ID()).State() != imports.Confirmed {
			t.Error("a confirmed list was swept")
		}
	})
}
