package property

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"

	"pgregory.net/rapid"
)

func (s *story) pass(e TransferEntry) (t Transfer, err error) {
	err = s.try(func(a *act.Act) (err error) { t, err = s.room.Transfer(a, s.building, e); return err })
	return t, err
}

func (s *story) undo(t Transfer) error {
	return s.try(func(a *act.Act) error { _, err := s.room.UndoTransfer(a, t.ID()); return err })
}

// Art. 3.94: a flat and its cellar pass together to two people who buy it in halves.
func TestSeveralLotsPassTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.take(list("2025-01-01", line("4B", 80, sole("Anne", "Dubois")), line("C12", 4, sole("Anne", "Dubois")), line("G2", 9, sole("Anne", "Dubois")), line("1A", 907, sole("Luc", "Lambert"))))
		snap := s.register("2026-01-05", s.now)
		lot := func(label string) id.Of[id.Lot] { l, _ := snap.ByLabel(label); return l.ID() }
		couple := []MemberEntry{{FirstName: "Marc", LastName: "Wouters", Lang: "nl", Part: share.Must(1, 2)}, {FirstName: "Leen", LastName: "Wouters", Lang: "nl", Part: share.Must(1, 2)}}
		before := s.now
		t1, err := s.pass(TransferEntry{Lots: []id.Of[id.Lot]{lot("4B"), lot("C12")}, On: civil.Must("2027-03-01"), Members: couple})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ on, want string }{
			{"2027-02-28", "4B Anne Dubois, C12 Anne Dubois, G2 Anne Dubois, 1A Luc Lambert"},
			{"2027-03-01", "4B Marc Wouters – Leen Wouters, C12 Marc Wouters – Leen Wouters, G2 Anne Dubois, 1A Luc Lambert"},
		} {
			if got := holders(s.register(c.on, s.now)); got != c.want {
				t.Errorf("on %s: %s", c.on, got)
			}
		}
		all := see(s, func(v *act.View) ([]Transfer, error) { return Transfers(v.Tx, s.building, civil.Must("2027-01-01")) })
		if len(all) != 1 || len(all[0].Lots()) != 2 || all[0].Party() != t1.Party() {
			t.Errorf("%+v", all)
		}
		if err := s.undo(t1); err != nil {
			t.Fatal(err)
		}
		if a, b := holders(s.register("2027-03-01", s.now)), holders(s.register("2027-03-01", before)); a != b {
			t.Errorf("after the undoing %s, before the transfer %s", a, b)
		}
		if err := s.undo(t1); !errors.Is(err, fault.Conflict("transfer_undone")) {
			t.Errorf("undone twice: %v", err)
		}
		if p := s.loaded().Parties(civil.Must("2027-03-01"), civil.At(s.now)); len(p) != 2 {
			t.Errorf("the party that never was is still known: %d parties", len(p))
		}
	})
}

func TestATransferIsJudged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.take(list("2025-01-01", line("4B", 500, sole("Anne", "Dubois")), line("1A", 500, sole("Luc", "Lambert"))))
		snap := s.register("2026-01-05", s.now)
		anne, luc, flat := snap.Parties[0].ID(), snap.Parties[1].ID(), snap.Lots[0].ID()
		on := civil.Must("2026-06-01")
		for _, c := range []struct {
			story, code, field string
			e                  TransferEntry
		}{
			{"no day", "required", "date", TransferEntry{Lots: []id.Of[id.Lot]{flat}, To: luc}},
			{"no lot", "transfer_no_lot", "lots", TransferEntry{On: on, To: luc}},
			{"twice the same", "value_repeated", "lots", TransferEntry{Lots: []id.Of[id.Lot]{flat, flat}, On: on, To: luc}},
			{"a lot of elsewhere", "lot_elsewhere", "lots", TransferEntry{Lots: []id.Of[id.Lot]{id.New[id.Lot]()}, On: on, To: luc}},
			{"a party of elsewhere", "party_elsewhere", "party_id", TransferEntry{Lots: []id.Of[id.Lot]{flat}, On: on, To: id.New[id.Party]()}},
			{"to whoever holds it", "ownership_same", "party_id", TransferEntry{Lots: []id.Of[id.Lot]{flat}, On: on, To: anne}},
			{"nobody", "party_empty", "members", TransferEntry{Lots: []id.Of[id.Lot]{flat}, On: on}},
			{"before the lot was", "statement_before", "date", TransferEntry{Lots: []id.Of[id.Lot]{flat}, On: civil.Must("2024-06-01"), Members: sole("Eva", "Dubois")}},
			{"on the first day of the owner before", "ownership_later", "date", TransferEntry{Lots: []id.Of[id.Lot]{flat}, On: civil.Must("2025-01-01"), Members: sole("Eva", "Dubois")}},
			{"to somebody who was not known then", "party_later", "party_id", TransferEntry{Lots: []id.Of[id.Lot]{flat}, On: civil.Must("2024-06-01"), To: luc}},
		} {
			_, err := s.pass(c.e)
			if f := fault.As(err); f == nil || f.Code != c.code || f.Field != c.field {
				t.Errorf("%s: %v", c.story, err)
			}
		}
	})
}

// nosy is a room above that built on the register.
type nosy struct{ built bool }

func (n *nosy) BuiltOn(*db.Tx, id.Of[id.Building], civil.Instant) (bool, error) { return n.built, nil }

func TestATransferOnWhichSomethingWasBuiltIsCorrected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		above := &nosy{}
		s.room.Dependents = []Dependent{above}
		lot := s.lot("2D", 26, sole("Helen", "Ashworth"), "2025-01-01")
		sold, err := s.pass(TransferEntry{Lots: []id.Of[id.Lot]{lot}, On: civil.Must("2026-06-15"), Members: sole("Tomasz", "Zieliński")})
		if err != nil {
			t.Fatal(err)
		}
		above.built = true
		before := s.now
		if err := s.undo(sold); !errors.Is(err, fault.Conflict("transfer_built_on")) {
			t.Errorf("%v", err)
		}
		correct := func(tr Transfer, on string, to id.Of[id.Party]) (next Transfer, err error) {
			err = s.try(func(a *act.Act) (err error) {
				next, err = s.room.CorrectTransfer(a, tr.ID(), civil.Must(on), to, nil)
				return err
			})
			return next, err
		}
		earlier, err := correct(sold, "2026-05-15", id.Of[id.Party]{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			on, want string
		}{{"2026-05-14", "2D Helen Ashworth"}, {"2026-05-15", "2D Tomasz Zieliński"}} {
			if got := holders(s.register(c.on, s.now)); got != c.want {
				t.Errorf("on %s: %s", c.on, got)
			}
		}
		if got := holders(s.register("2026-05-15", before)); got != "2D Helen Ashworth" {
			t.Errorf("as known before the correction: %s", got)
		}
		if _, err := correct(sold, "2026-07-01", id.Of[id.Party]{}); !errors.Is(err, fault.Conflict("transfer_undone")) {
			t.Errorf("corrected twice: %v", err)
		}
		if next, err := correct(earlier, "2026-08-01", id.Of[id.Party]{}); err != nil || next.Party() != sold.Party() {
			t.Errorf("%v", err)
		}
		if got := holders(s.register("2026-07-31", s.now)) + "; " + holders(s.register("2026-08-01", s.now)); got != "2D Helen Ashworth; 2D Tomasz Zieliński" {
			t.Errorf("%s", got)
		}
	})
}

func TestAMoverIsFoundAtBothAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.lot("4B", 46, sole("Anne", "Dubois"), "2025-01-01")
		m := s.register("2026-01-05", s.now).Parties[0].Members()[0]
		say := func(street string, how Saying) error {
			e := m.Entry()
			e.Street, e.City = street, "Bruxelles"
			return s.try(func(a *act.Act) error { _, err := s.room.ChangeMember(a, m.ID(), e, how); return err })
		}
		if err := say("Rue Haute 1", Saying{}); err != nil {
			t.Fatal(err)
		}
		if err := say("Rue Basse 2", Saying{From: civil.Must("2026-09-01")}); err != nil {
			t.Fatal(err)
		}
		known := s.now
		if err := say("Rue Haute 11", Saying{}); err != nil { // the first one had a wrong number
			t.Fatal(err)
		}
		for _, c := range []struct {
			on   string
			late bool
			want string
		}{{"2026-08-31", true, "Rue Haute 11"}, {"2026-09-01", true, "Rue Basse 2"}, {"2026-08-31", false, "Rue Haute 1"}} {
			at := known
			if c.late {
				at = s.now
			}
			p := s.register(c.on, at).Parties[0]
			if got := p.Members()[0].Entry().Street; got != c.want || len(p.Members()) != 1 {
				t.Errorf("on %s: %s", c.on, got)
			}
		}
		if err := say("Rue 3", Saying{From: civil.Must("2026-08-01")}); !errors.Is(err, fault.Conflict("statement_later")) {
			t.Errorf("before what is said later: %v", err)
		}
		if err := say("Rue 3", Saying{From: civil.Must("2024-08-01")}); !errors.Is(err, fault.Conflict("statement_later")) {
			t.Errorf("before all: %v", err)
		}
		if n := len(s.loaded().Recall(m.ID())); n < 5 {
			t.Errorf("%d statements are recalled", n)
		}
	})
}

func TestALotChangesOnADay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		lot := s.lot("Grenier", 10, sole("Anne", "Dubois"), "2025-01-01")
		surface := int64(3_450)
		s.do(func(a *act.Act) error {
			_, err := s.room.ChangeLot(a, lot, LotEntry{Label: "6A", Kind: "studio", Shares: 10, Surface: &surface}, Saying{From: civil.Must("2026-09-01")})
			return err
		})
		for on, want := range map[string]string{"2026-08-31": "Grenier apartment", "2026-09-01": "6A studio"} {
			l, _ := s.register(on, s.now).Lot(lot)
			if got := l.Label() + " " + string(l.Kind()); got != want {
				t.Errorf("on %s: %s", on, got)
			}
		}
		if l, _ := s.register("2026-09-01", s.now).Lot(lot); holders(s.register("2026-09-01", s.now)) != "6A Anne Dubois" {
			t.Errorf("%+v", l)
		}
	})
}

// Art. 3.88 §1 2° g: a flat is divided, its shares stay together, and whoever held it holds the parts.
func TestADividedLotLeavesItsSharesAndItsHolder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		lot := s.lot("4B", 46, sole("Anne", "Dubois"), "2025-01-01")
		s.lot("1A", 954, sole("Luc", "Lambert"), "2025-01-01")
		before := s.now
		divide := func(e DivisionEntry) (l Lineage, err error) {
			err = s.try(func(a *act.Act) (err error) { l, _, err = s.room.DivideLot(a, lot, e); return err })
			return l, err
		}
		into := []LotEntry{{Label: "4B", Kind: "apartment", Shares: 30}, {Label: "4E", Kind: "studio", Shares: 16}}
		if _, err := divide(DivisionEntry{On: civil.Must("2025-01-01"), Into: into}); !errors.Is(err, fault.Conflict("lot_later")) {
			t.Errorf("on its first day: %v", err)
		}
		if _, err := divide(DivisionEntry{On: civil.Must("2026-09-01"), Into: []LotEntry{{Label: "1A", Kind: "apartment", Shares: 30}, into[1]}}); !errors.Is(err, fault.Conflict("label_taken")) {
			t.Errorf("a name that is taken: %v", err)
		}
		line, err := divide(DivisionEntry{On: civil.Must("2026-09-01"), Into: into, Decision: "AG du 12 mai 2026, point 7"})
		if err != nil {
			t.Fatal(err)
		}
		if got := holders(s.register("2026-08-31", s.now)) + "; " + holders(s.register("2026-09-01", s.now)); got != "4B Anne Dubois, 1A Luc Lambert; 4B Anne Dubois, 4E Anne Dubois, 1A Luc Lambert" {
			t.Errorf("%s", got)
		}
		if got := found(s.register("2026-09-01", s.now).Lots); got != 1000 {
			t.Errorf("%d shares", got)
		}
		if _, err := s.pass(TransferEntry{Lots: []id.Of[id.Lot]{lot}, On: civil.Must("2026-10-01"), Members: sole("Eva", "Dubois")}); !errors.Is(err, fault.Conflict("lot_gone")) {
			t.Errorf("the old lot passes: %v", err)
		}
		lines := see(s, func(v *act.View) ([]Lineage, error) { return Lineages(v.Tx, s.building) })
		if len(lines) != 1 || len(lines[0].Come()) != 2 || lines[0].Gone()[0] != lot || lines[0].Decision() != "AG du 12 mai 2026, point 7" {
			t.Errorf("%+v", lines)
		}
		undo := func() error {
			return s.try(func(a *act.Act) error { _, err := s.room.UndoLineage(a, line.ID()); return err })
		}
		sold, err := s.pass(TransferEntry{Lots: []id.Of[id.Lot]{line.Come()[1]}, On: civil.Must("2026-10-01"), Members: sole("Eva", "Dubois")})
		if err != nil {
			t.Fatal(err)
		}
		if err := undo(); !errors.Is(err, fault.Conflict("lineage_built_on")) {
			t.Errorf("a part was sold: %v", err)
		}
		if err := s.undo(sold); err != nil {
			t.Fatal(err)
		}
		if err := undo(); !errors.Is(err, fault.Conflict("lineage_built_on")) {
			t.Errorf("what was said of a part stays said: %v", err)
		}
		if got := holders(s.register("2026-09-01", before)); got != "4B Anne Dubois, 1A Luc Lambert" {
			t.Errorf("as known before: %s", got)
		}
	})
}

func TestLotsOfOneOwnerAreMergedAndSeparatedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.take(list("2025-01-01", line("4B", 46, sole("Anne", "Dubois")), line("4C", 44, sole("Anne", "Dubois")), line("1A", 910, sole("Luc", "Lambert"))))
		snap := s.register("2026-01-05", s.now)
		merge := func(lots ...id.Of[id.Lot]) (l Lineage, err error) {
			err = s.try(func(a *act.Act) (err error) {
				l, _, err = s.room.MergeLots(a, s.building, MergerEntry{On: civil.Must("2026-09-01"), Lots: lots, Into: LotEntry{Label: "4BC", Kind: "apartment"}})
				return err
			})
			return l, err
		}
		if _, err := merge(snap.Lots[0].ID(), snap.Lots[2].ID()); !errors.Is(err, fault.Conflict("merger_of_parties")) {
			t.Errorf("two owners: %v", err)
		}
		if _, err := merge(snap.Lots[0].ID()); !errors.Is(err, fault.Invalid("merger_of_one", "")) {
			t.Errorf("one lot: %v", err)
		}
		before := holders(s.register("2026-09-01", s.now))
		line, err := merge(snap.Lots[0].ID(), snap.Lots[1].ID())
		if err != nil {
			t.Fatal(err)
		}
		after := s.register("2026-09-01", s.now)
		if got := holders(after); got != "4BC Anne Dubois, 1A Luc Lambert" || after.Lots[0].Shares() != 90 {
			t.Errorf("%s, %d shares", got, after.Lots[0].Shares())
		}
		s.do(func(a *act.Act) error { _, err := s.room.UndoLineage(a, line.ID()); return err })
		if got := holders(s.register("2026-09-01", s.now)); got != before {
			t.Errorf("after the undoing: %s", got)
		}
	})
}

// Whatever is said of a register, in whatever order: the shares stay what they were together, no lot has two parties on one day, and what could
// be seen before can be seen still.
func TestWhateverIsSaidTheRegisterHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			s := begin(t, d)
			s.take(list("2025-01-01", line("A", 400, sole("Anne", "Dubois")), line("B", 300, sole("Anne", "Dubois")), line("C", 200, sole("Luc", "Lambert")), line("D", 100, nil)))
			g := &gambler{story: s, rt: rt}
			seen := map[view]string{}
			for range rapid.IntRange(1, 8).Draw(rt, "steps") {
				if err := g.step(); err != nil && fault.As(err) == nil {
					rt.Fatalf("not a fault of the user: %v", err)
				}
				reg := s.loaded()
				var checked Checked
				if err := checked.look(reg, civil.At(s.now)); err != nil || len(checked.Broken) > 0 {
					rt.Fatalf("%v, %v", checked.Broken, err)
				}
				for v, want := range seen {
					if got := v.of(reg); got != want {
						rt.Fatalf("on %s as known at %s:\n was %s\n is  %s", v.on, v.known, want, got)
					}
				}
				for _, on := range []string{"2025-06-01", "2026-01-05", "2026-06-01", "2027-01-01", "2028-01-01"} {
					v := view{civil.Must(on), civil.At(s.now)}
					seen[v] = v.of(reg)
					if sum := found(reg.At(v.on, v.known).Lots); sum != 1000 {
						rt.Fatalf("on %s the shares make %d", on, sum)
					}
				}
			}
		})
		checked, err := Check(context.Background(), d)
		if err != nil || len(checked.Broken) > 0 {
			t.Fatalf("%v, %v", checked.Broken, err)
		}
	})
}

// view is a register on a day, as known at a moment.
type view struct {
	on    civil.Date
	known civil.Instant
}

func (v view) of(r Register) string {
	s := r.At(v.on, v.known)
	var b strings.Builder
	fmt.Fprint(&b, s.Building.name, s.Building.denominator, s.Particulars.values(), r.FiscalYear(v.on, v.known).From, "; ")
	for _, l := range s.Lots {
		fmt.Fprint(&b, l.label, " ", l.kind, " ", l.shares)
		if p, held := s.Holder(l.id); held {
			for _, m := range p.members {
				fmt.Fprint(&b, " ", m.Name(), " ", m.entry.Street)
			}
		}
		b.WriteString("; ")
	}
	return b.String()
}

// gambler says one thing after another without thinking.
type gambler struct {
	*story
	rt        *rapid.T
	transfers []Transfer
	lineages  []Lineage
	n         int
}

func (g *gambler) day() civil.Date {
	return civil.Must(rapid.SampledFrom([]string{"2025-01-01", "2025-03-01", "2025-09-01", "2026-01-04", "2026-03-01", "2027-07-01"}).Draw(g.rt, "day"))
}

func (g *gambler) step() error {
	g.n++
	reg := g.loaded()
	on := g.day()
	lots := reg.At(on, civil.At(g.now)).Lots
	if len(lots) == 0 {
		lots = reg.At(civil.Must("2026-01-05"), civil.At(g.now)).Lots
	}
	lot := rapid.SampledFrom(lots).Draw(g.rt, "lot")
	other := rapid.SampledFrom(lots).Draw(g.rt, "other")
	name := fmt.Sprint("N", g.n)
	switch rapid.SampledFrom([]string{"transfer", "to another", "undo", "correct transfer", "divide", "merge", "undo lineage", "correct lot", "change lot", "member", "year", "name"}).Draw(g.rt, "what") {
	case "transfer":
		t, err := g.pass(TransferEntry{Lots: slices.Compact([]id.Of[id.Lot]{lot.id, other.id}), On: on, Members: sole("Eva", name)})
		return g.keep(t, err)
	case "to another":
		parties := reg.Parties(on, civil.At(g.now))
		if len(parties) == 0 {
			return nil
		}
		t, err := g.pass(TransferEntry{Lots: []id.Of[id.Lot]{lot.id}, On: on, To: rapid.SampledFrom(parties).Draw(g.rt, "party").id})
		return g.keep(t, err)
	case "undo":
		if len(g.transfers) == 0 {
			return nil
		}
		return g.undo(rapid.SampledFrom(g.transfers).Draw(g.rt, "transfer"))
	case "correct transfer":
		if len(g.transfers) == 0 {
			return nil
		}
		var t Transfer
		err := g.try(func(a *act.Act) (err error) {
			t, err = g.room.CorrectTransfer(a, rapid.SampledFrom(g.transfers).Draw(g.rt, "transfer").id, on, id.Of[id.Party]{}, nil)
			return err
		})
		return g.keep(t, err)
	case "divide":
		n := rapid.Int64Range(0, lot.shares).Draw(g.rt, "shares")
		var l Lineage
		err := g.try(func(a *act.Act) (err error) {
			l, _, err = g.room.DivideLot(a, lot.id, DivisionEntry{On: on, Into: []LotEntry{{Label: lot.label, Kind: "studio", Shares: n}, {Label: name, Kind: "cellar", Shares: lot.shares - n}}})
			return err
		})
		return g.keepLine(l, err)
	case "merge":
		var l Lineage
		err := g.try(func(a *act.Act) (err error) {
			l, _, err = g.room.MergeLots(a, g.building, MergerEntry{On: on, Lots: []id.Of[id.Lot]{lot.id, other.id}, Into: LotEntry{Label: name, Kind: "apartment"}})
			return err
		})
		return g.keepLine(l, err)
	case "undo lineage":
		if len(g.lineages) == 0 {
			return nil
		}
		return g.try(func(a *act.Act) error {
			_, err := g.room.UndoLineage(a, rapid.SampledFrom(g.lineages).Draw(g.rt, "lineage").id)
			return err
		})
	}
	return g.sayMore(reg, lot, on, name)
}

func (g *gambler) sayMore(reg Register, lot Lot, on civil.Date, name string) error {
	how := Saying{}
	if rapid.Bool().Draw(g.rt, "from a day") {
		how.From = on
	}
	switch rapid.SampledFrom([]string{"lot", "member", "year", "name"}).Draw(g.rt, "which") {
	case "lot":
		e := lot.said()
		e.Label, e.Kind = name, rapid.SampledFrom(Kinds).Draw(g.rt, "kind")
		return g.try(func(a *act.Act) error { _, err := g.room.ChangeLot(a, lot.id, e, how); return err })
	case "member":
		p, held := reg.At(on, civil.At(g.now)).Holder(lot.id)
		if !held {
			return nil
		}
		e := p.members[0].Entry()
		e.Street = name
		return g.try(func(a *act.Act) error { _, err := g.room.ChangeMember(a, p.members[0].id, e, how); return err })
	case "year":
		return g.set(Particulars{YearStart: civil.FiscalStart{Month: on.Month(), Day: 1}, Floors: int64(g.n)}, how)
	}
	return g.try(func(a *act.Act) error {
		_, err := g.room.ChangeBuilding(a, g.building, BuildingEntry{Name: name, Denominator: 1000, Address: Address{"Rue", "1", "1000", "Bruxelles"}}, how)
		return err
	})
}

func (g *gambler) keep(t Transfer, err error) error {
	if err == nil {
		g.transfers = append(g.transfers, t)
	}
	return err
}

func (g *gambler) keepLine(l Lineage, err error) error {
	if err == nil {
		g.lineages = append(g.lineages, l)
	}
	return err
}

// Art. 3.89 §5 14°: owners may know each other's names, addresses, shares and lots; e-mail and telephone are given only by their owner.
func TestOwnersDoNotSeeHowToReachEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		reach := func(first string) []MemberEntry {
			e := sole(first, "Dubois")
			e[0].Email, e[0].Phone, e[0].Street = first+"@tilleuls.example", "0470", "Rue Haute 1"
			return e
		}
		s.lot("4B", 46, reach("anne"), "2025-01-01")
		s.lot("1A", 41, reach("eva"), "2025-01-01")
		snap := s.register("2026-01-05", s.now)
		anne := id.New[id.Person]()
		s.do(func(a *act.Act) error { return s.room.Attach(a, snap.Parties[0].Members()[0], anne) })
		s.house.Policy = act.Policy{ReadRegister: {act.Owner, act.Auditor, act.Syndic}, ChangeRegister: {act.Syndic}}
		for role, want := range map[act.Role][2]string{
			act.Owner:   {"anne@tilleuls.example 0470 Rue Haute 1", "  Rue Haute 1"},
			act.Auditor: {"anne@tilleuls.example 0470 Rue Haute 1", "  Rue Haute 1"},
			act.Syndic:  {"anne@tilleuls.example 0470 Rue Haute 1", "eva@tilleuls.example 0470 Rue Haute 1"},
		} {
			who := act.Who{Office: s.office, Person: anne, Grants: []act.Grant{{Role: role, Building: s.building}}}
			for i, p := range snap.Parties {
				got, err := act.See(context.Background(), s.house, who, func(v *act.View) (OwnerWholeAnswer, error) {
					return s.room.getOwner(v, OfOwner{p.ID()})
				})
				if err != nil {
					t.Fatal(err)
				}
				m := got.Persons[0]
				if said := m.Email + " " + m.Phone + " " + m.Street; said != want[i] {
					t.Errorf("%s sees of %s: %q", role, p.Name(), said)
				}
			}
		}
	})
}
