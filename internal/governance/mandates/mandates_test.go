package mandates_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

type world struct {
	*testing.T
	house     *act.House
	who       act.Who
	room      *mandates.Room
	decisions *decisions.Room
	building  id.Of[id.Building]
	members   map[string]id.Of[id.Member]
	decision  id.Of[id.Decision]
}

var pdf = []byte("%PDF-1.7")

// begin is Les Tilleuls, with so many apartments, of which Anne, Sofie and Ingrid hold the first three.
func begin(t *testing.T, d *db.DB, lots int) *world {
	w := &world{T: t, members: map[string]id.Of[id.Member]{}}
	clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	all := []act.Role{act.Syndic}
	w.house = &act.House{DB: d, Clock: func() time.Time { clock = clock.Add(time.Second); return clock },
		Policy: act.Policy{decisions.EnterDecision: all, decisions.ReadDecision: all, mandates.ChangeMandate: all, mandates.ReadMandate: {act.Syndic, act.Owner}, mandates.ReadContract: all}}
	store, err := blob.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w.room = &mandates.Room{Blobs: store, BaseURL: "https://koprogo.example"}
	w.decisions = &decisions.Room{Blobs: store, Citers: []decisions.Citer{w.room}}
	identities := &identity.Room{House: w.house}
	o, err := (&office.Room{House: w.house, Identity: identities}).Open(context.Background(), "test", office.Entry{Name: "Bureau Maes", Kind: office.Professional},
		func(a *act.Act) (id.Of[id.Person], error) {
			p, err := identities.Enrol(a, "claire@maes.example", "Claire Maes", i18n.FR, "quatre mots pour entrer", false)
			return p.ID(), err
		})
	if err != nil {
		t.Fatal(err)
	}
	w.who = act.Who{Office: o.ID(), House: true, Lang: i18n.FR}
	register := property.Room{}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	names := []string{"Anne", "Sofie", "Ingrid"}
	do(w, func(a *act.Act) (bool, error) {
		for i := range lots {
			var who []property.MemberEntry
			if i < len(names) {
				who = []property.MemberEntry{{LastName: names[i], Lang: i18n.FR, Part: share.Must(1, 1)}}
			}
			if _, err := register.AddLot(a, w.building, property.LotEntry{Label: strings.Repeat("I", i+1), Kind: "apartment", Shares: 1}, who, civil.Must("2024-01-01")); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	s := see(w, func(v *act.View) (property.Snapshot, error) { return register.Register(v, w.building, v.Today, v.Now) })
	for _, p := range s.Parties {
		w.members[p.Name()] = p.Members()[0].ID()
	}
	w.decision = w.decided("2026-05-12")
	return w
}

func (w *world) decided(on string) id.Of[id.Decision] {
	w.Helper()
	return do(w, func(a *act.Act) (decisions.Decision, error) {
		return w.decisions.Enter(a, w.building, decisions.Entry{Assembly: civil.Must(on), Title: "Désignations", Text: "Désignés."}, decisions.Plan{})
	}).ID()
}

func try[T any](w *world, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), w.house, w.who, act.Door{Via: "api"}, fn)
}

func do[T any](w *world, fn func(*act.Act) (T, error)) T {
	w.Helper()
	x, err := try(w, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func see[T any](w *world, fn func(*act.View) (T, error)) T {
	w.Helper()
	x, err := act.See(context.Background(), w.house, w.who, fn)
	if err != nil {
		w.Fatal(err)
	}
	return x
}

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	if f := fault.As(err); f == nil || f.Code != code || f.Field != field {
		t.Errorf("got %v, want %s at %s", err, code, field)
	}
}

func (w *world) entry(k mandates.Kind, h mandates.Holder, from, until string) mandates.Entry {
	e := mandates.Entry{Kind: k, Holder: h, Origin: mandates.ByDecision, Decision: w.decision, From: civil.Must(from)}
	if until != "" {
		e.Until = civil.Must(until)
	}
	return e
}

func (w *world) appoint(e mandates.Entry) (mandates.Mandate, error) {
	return try(w, func(a *act.Act) (mandates.Mandate, error) { return w.room.Appoint(a, w.building, e) })
}

func (w *world) member(name string) mandates.Holder {
	return mandates.Holder{Member: w.members[name]}
}

func (w *world) board() mandates.Board {
	w.Helper()
	return see(w, func(v *act.View) (mandates.Board, error) { return w.room.Board(v, w.building) })
}

func TestArticle3_89_TheOfficeIsSyndicUntilItsLastDayAndNotADayLonger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		if g := w.board().Gaps; g[0].Key != "syndic" {
			t.Errorf("at first: %v", g)
		}
		m, err := w.appoint(w.entry(mandates.Syndic, mandates.Holder{Office: true}, "2026-06-01", "2026-11-21"))
		if err != nil {
			t.Fatal(err)
		}
		b := w.board()
		if b.Gaps[0].Key != "syndic" || len(b.Held(mandates.Syndic)) != 0 || b.All[0].Name != "Bureau Maes" {
			t.Errorf("its last day was yesterday: %v", b.Gaps)
		}
		if len(b.Owed) != 1 || b.Owed[0].Duty != mandates.Handover || b.Owed[0].Date != civil.Must("2026-12-21") || b.Owed[0].Article != "3.89 §5 7°" {
			t.Errorf("what is owed: %+v", b.Owed)
		}
		w.decision = w.decided("2026-11-20")
		if _, err = try(w, func(a *act.Act) (mandates.Mandate, error) {
			return w.room.Renew(a, m.ID(), w.decision, civil.Date{}, civil.Must("2029-11-21"))
		}); err != nil {
			t.Fatal(err)
		}
		b = w.board()
		if held := b.Held(mandates.Syndic); len(held) != 1 || held[0].Entry().From != civil.Must("2026-11-22") {
			t.Errorf("renewed: %+v", held)
		}
		for _, o := range b.Owed {
			if o.Duty == mandates.Handover {
				t.Error("a syndic who goes on hands nothing over")
			}
		}
		_, err = try(w, func(a *act.Act) (decisions.Decision, error) { return w.decisions.Withdraw(a, w.decision) })
		refused(t, err, "decision_cited", "")
	})
}

func TestArticle3_89_9_IsKeptByTheRoomAndByTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		if _, err := w.appoint(w.entry(mandates.Syndic, w.member("Anne"), "2026-06-01", "2029-05-31")); err != nil {
			t.Fatal(err)
		}
		_, err := w.appoint(w.entry(mandates.Council, w.member("Anne"), "2026-06-01", ""))
		refused(t, err, "mandate_incompatible", "holder")
		_, err = w.appoint(w.entry(mandates.Auditor, mandates.Holder{Name: "ANNE"}, "2026-06-01", ""))
		refused(t, err, "mandate_incompatible", "holder")
		sofie, err := w.appoint(w.entry(mandates.Council, w.member("Sofie"), "2026-05-12", ""))
		if err != nil {
			t.Fatal(err)
		}
		// Whatever slips past the room, the database refuses: the council's own row, said again for Anne's seat.
		_, err = act.Do(context.Background(), w.house, w.who, act.Door{Via: "test"}, func(a *act.Act) (bool, error) {
			return true, mandates.Reseat(a, sofie.ID(), "member:"+w.members["Anne"].String())
		})
		if err == nil || !strings.Contains(err.Error(), "mandates_term_apart") {
			t.Errorf("the database let the syndic sit on the council: %v", err)
		}
	})
}

func TestArticle3_90_AHouseOfTwentyLotsNeedsACouncilOfOwners(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 20)
		has := func(key string) bool {
			for _, g := range w.board().Gaps {
				if g.Key == key {
					return true
				}
			}
			return false
		}
		if !has("council") || !has("auditor") {
			t.Error("neither council nor auditor, and nobody says so")
		}
		_, err := w.appoint(w.entry(mandates.Council, mandates.Holder{Name: "Jan Peeters"}, "2026-05-12", ""))
		refused(t, err, "mandate_owner", "holder")
		_, err = w.appoint(w.entry(mandates.Chair, mandates.Holder{Office: true}, "2026-05-12", ""))
		refused(t, err, "mandate_owner_chair", "holder")
		for k, name := range map[mandates.Kind]string{mandates.Council: "Ingrid", mandates.Auditor: "Ingrid", mandates.Chair: "Sofie"} {
			if _, err := w.appoint(w.entry(k, w.member(name), "2026-05-12", "")); err != nil {
				t.Fatal(err)
			}
		}
		if has("council") || has("auditor") || !has("watches") {
			t.Errorf("%v", w.board().Gaps)
		}
	})
}

func TestArticle3_89_TheDutiesOfASyndicAreDoneByEvidence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		e := w.entry(mandates.Syndic, mandates.Holder{Office: true}, "2026-05-12", "2027-01-31")
		m, err := w.appoint(e)
		if err != nil {
			t.Fatal(err)
		}
		due := map[mandates.Duty]string{}
		for _, o := range w.board().Owed {
			due[o.Duty] = o.Date.String()
		}
		for duty, day := range map[mandates.Duty]string{mandates.Poster: "2026-05-20", mandates.Registration: "2026-05-26", mandates.Insurance: "2026-05-12", "": "2026-10-31"} {
			if due[duty] != day {
				t.Errorf("%s is due on %s, want %s", duty, due[duty], day)
			}
		}
		prove := func(duty mandates.Duty, note string, data []byte) error {
			_, err := try(w, func(a *act.Act) (mandates.Mandate, error) {
				return w.room.Prove(a, m.ID(), mandates.Evidence{Duty: duty, On: civil.Must("2026-05-15"), Note: note}, "photo.jpg", data)
			})
			return err
		}
		refused(t, prove(mandates.Poster, " ", nil), "duty_evidence", "note")
		refused(t, prove(mandates.Insurance, "Vu.", nil), "duty_paper", "file")
		for _, err := range []error{prove(mandates.Poster, "", pdf), prove(mandates.Registration, "Guichet, réf. 14", nil), prove(mandates.Insurance, "", pdf)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		days := see(w, func(v *act.View) ([]law.Deadline, error) { return w.room.Deadlines(v, w.building) })
		done := 0
		for _, x := range days {
			if !x.Done.None() {
				done++
			}
		}
		if len(days) != 4 || done != 3 {
			t.Errorf("%d of %d done", done, len(days))
		}
		_, err = try(w, func(a *act.Act) (mandates.Mandate, error) { return w.room.Withdraw(a, m.ID()) })
		refused(t, err, "mandate_built", "")
	})
}

func TestArticle3_89_1_TheContractListsItsServicesWithTheirPrices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		m, err := w.appoint(w.entry(mandates.Syndic, mandates.Holder{Office: true}, "2026-05-12", "2027-05-11"))
		if err != nil {
			t.Fatal(err)
		}
		set := func(c mandates.Contract) error {
			_, err := try(w, func(a *act.Act) (mandates.Mandate, error) { return w.room.SetContract(a, m.ID(), c) })
			return err
		}
		c := mandates.Contract{Signed: civil.Must("2026-05-20"), Until: civil.Must("2027-12-31")}
		refused(t, set(mandates.Contract{Signed: c.Signed, Until: civil.Must("2027-05-11")}), "contract_no_service", "services[0].label")
		c.Services = []mandates.Service{{Flat: true, Label: "Gestion courante", Price: 540000, Unit: "an"}, {Label: "Rappel recommandé", Price: 2500}}
		refused(t, set(c), "contract_outlives", "until")
		c.Decision = w.decision
		if err := set(c); err != nil {
			t.Fatal(err)
		}
		do(w, func(a *act.Act) (mandates.Mandate, error) { return w.room.SignContract(a, m.ID(), "contrat.pdf", pdf) })
		f := see(w, func(v *act.View) (mandates.Full, error) { return w.room.Mandate(v, m.ID()) })
		if f.Contract == nil || f.Contract.Flat() != 540000 || len(f.Contract.Services) != 2 || !f.Contract.Paper.Kept() {
			t.Errorf("%+v", f.Contract)
		}
		w.who.House, w.who.Grants = false, []act.Grant{{Role: act.Owner, Building: w.building}}
		if f := see(w, func(v *act.View) (mandates.Full, error) { return w.room.Mandate(v, m.ID()) }); f.Contract != nil {
			t.Error("a reader without the right sees the fees")
		}
	})
}

func TestAMandateEndsAndIsCorrected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d, 3)
		m, err := w.appoint(w.entry(mandates.Council, w.member("Sofie"), "2026-05-12", ""))
		if err != nil {
			t.Fatal(err)
		}
		e := m.Entry()
		e.Holder = w.member("Ingrid")
		if m, err = try(w, func(a *act.Act) (mandates.Mandate, error) {
			return w.room.Correct(a, m.ID(), e, "Ce n’était pas Sofie.")
		}); err != nil {
			t.Fatal(err)
		}
		if m, err = try(w, func(a *act.Act) (mandates.Mandate, error) {
			return w.room.Finish(a, m.ID(), mandates.End{On: civil.Must("2026-11-20"), Reason: "resignation"})
		}); err != nil {
			t.Fatal(err)
		}
		b := w.board()
		if len(b.Held(mandates.Council)) != 0 || len(b.Other()) != 1 || b.Other()[0].Name != "Ingrid" {
			t.Errorf("%+v", b.All)
		}
		_, err = try(w, func(a *act.Act) (mandates.Mandate, error) {
			return w.room.Finish(a, m.ID(), mandates.End{On: civil.Must("2026-11-21"), Reason: "death"})
		})
		refused(t, err, "mandate_ended", "")
	})
}
