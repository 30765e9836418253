package property

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
)

// see opens a view of the story.
func see[T any](s *story, look func(v *act.View) (T, error)) T {
	s.t.Helper()
	x, err := act.See(context.Background(), s.house, act.Who{Office: s.office, House: true}, look)
	if err != nil {
		s.t.Fatal(err)
	}
	return x
}

func (s *story) loaded() Register {
	s.t.Helper()
	return see(s, func(v *act.View) (Register, error) { return LoadRegister(v.Tx, s.building) })
}

func (s *story) set(p Particulars, how Saying) error {
	return s.try(func(a *act.Act) error { _, err := s.room.SetParticulars(a, s.building, p, how); return err })
}

func TestParticularsAreSaidWithBothTimes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		fresh := s.register("2026-02-01", s.now).Particulars
		if fresh.Books != FullBooks || !fresh.Seat.None() || fresh.Region != "" {
			t.Errorf("at first: %+v", fresh)
		}
		p := Particulars{Languages: []i18n.Lang{i18n.NL, i18n.FR}, Region: "BXL", Floors: 6, Accepted: civil.Must("2015-04-10"), Assembly: civil.FiscalStart{Month: 5, Day: 10}}
		if err := s.set(p, Saying{}); err != nil {
			t.Fatal(err)
		}
		before := s.now
		got := s.register("2026-02-01", s.now).Particulars
		if got.Region != "BXL" || got.Floors != 6 || len(got.Languages) != 1 || got.Assembly.Day != 10 {
			t.Errorf("as said: %+v", got)
		}
		if from, err := got.ReserveFrom(); err != nil || from.String() != "2020-04-10" {
			t.Errorf("the reserve fund counts from %s, %v", from, err)
		}
		p.YearStart = civil.FiscalStart{Month: 7, Day: 1}
		if err := s.set(p, Saying{From: civil.Must("2027-03-01")}); !errors.Is(err, fault.Invalid("year_starts_otherwise", "")) {
			t.Errorf("a year that begins in its middle: %v", err)
		}
		if err := s.set(p, Saying{From: civil.Must("2027-07-01")}); err != nil {
			t.Fatal(err)
		}
		reg := s.loaded()
		for on, want := range map[string]string{"2026-05-01": "2026", "2027-06-30": "2027", "2027-07-01": "2027-2028"} {
			if got := (civil.FiscalStart{}).Name(reg.FiscalYear(civil.Must(on), civil.At(s.now))); got != want {
				t.Errorf("the year of %s is %s, want %s", on, got, want)
			}
		}
		if got := reg.FiscalYear(civil.Must("2027-07-01"), civil.At(before)); got.From.String() != "2027-01-01" {
			t.Errorf("before the change was known the year began on %s", got.From)
		}
		p.YearStart = civil.FiscalStart{} // taken back: the year goes on as it was
		if err := s.set(p, Saying{From: civil.Must("2027-07-01")}); err != nil {
			t.Fatal(err)
		}
		if got := s.loaded().FiscalYear(civil.Must("2027-07-02"), civil.At(s.now)); got.From.String() != "2027-01-01" || got.To.String() != "2028-01-01" {
			t.Errorf("taken back: %s to %s", got.From, got.To)
		}
	})
}

func TestACorrectedNameKeepsTheOldOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		before := s.now
		entry := BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 10_000, Lang: "fr", Address: Address{"Rue de la Victoire", "27", "1060", "Saint-Gilles"}}
		change := func(e BuildingEntry, how Saying) error {
			return s.try(func(a *act.Act) error { _, err := s.room.ChangeBuilding(a, s.building, e, how); return err })
		}
		if err := change(entry, Saying{}); err != nil {
			t.Fatal(err)
		}
		now, then := s.register("2026-02-01", s.now).Building, s.register("2026-02-01", before).Building
		if now.Name() != "Résidence Les Tilleuls" || now.Denominator() != 10_000 || then.Name() != "Les Tilleuls" || then.Denominator() != 1000 {
			t.Errorf("now %s/%d, then %s/%d", now.Name(), now.Denominator(), then.Name(), then.Denominator())
		}
		entry.Denominator = 20_000
		if err := change(entry, Saying{From: civil.Must("2026-12-01")}); !errors.Is(err, fault.Invalid("identity_future", "")) {
			t.Errorf("a name of tomorrow: %v", err)
		}
		if err := change(entry, Saying{From: civil.Must("2026-01-03")}); err != nil {
			t.Fatal(err)
		}
		if a, b := s.register("2026-01-02", s.now).Building, s.register("2026-01-03", s.now).Building; a.Denominator() != 10_000 || b.Denominator() != 20_000 {
			t.Errorf("before the change %d, after %d", a.Denominator(), b.Denominator())
		}
		found := see(s, func(v *act.View) (Building, error) { return FindBuilding(v.Tx, s.building) })
		if found.Denominator() != 20_000 {
			t.Errorf("without a day: %d", found.Denominator())
		}
	})
}

// Art. 3.89 §5 15°: simplified books are refused from twenty main lots on, with the article.
func TestSimplifiedBooksNeedASmallBuilding(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		if err := s.set(Particulars{Books: SimplifiedBooks}, Saying{}); err != nil {
			t.Fatalf("a building without lots: %v", err)
		}
		var lines []ListLine
		for _, l := range strings.Split("ABCDEFGHIJKLMNOPQRST", "") {
			lines = append(lines, line(l, 50, nil))
		}
		s.take(list("2025-01-01", lines...))
		snap := s.register("2026-02-01", s.now)
		th, err := Thresholds(snap)
		if i := slices.IndexFunc(th, func(x Threshold) bool { return x.Broken }); err != nil || i < 0 {
			t.Errorf("twenty lots do not break simplified books: %+v, %v", th, err)
		}
		if err := s.set(Particulars{Books: FullBooks}, Saying{}); err != nil {
			t.Fatal(err)
		}
		if err := s.set(Particulars{Books: SimplifiedBooks}, Saying{}); !errors.Is(err, fault.Unlawful("books_simplified", "", "")) {
			t.Errorf("twenty lots: %v", err)
		}
	})
}

// Art. 3.86 §3: each fund has its own account; an account that moves to another bank leaves its history.
func TestAccountsHaveAHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		change := func(fund, iban string, how Saying) error {
			return s.try(func(a *act.Act) error {
				_, err := s.room.ChangeAccount(a, s.building, AccountEntry{Fund: fund, IBAN: iban}, how)
				return err
			})
		}
		const first, second, third = "BE09999990000157", "BE95999990000258", "BE68539007547034"
		if err := change("working", first, Saying{From: civil.Must("2024-01-01")}); err != nil {
			t.Fatal(err)
		}
		if err := change("working", second, Saying{From: civil.Must("2026-01-04")}); err != nil {
			t.Fatal(err)
		}
		if err := change("reserve", first, Saying{From: civil.Must("2025-01-01")}); !errors.Is(err, fault.Unlawful("account_shared", "", "")) {
			t.Errorf("the account that the other fund had until 2026: %v", err)
		}
		if err := change("reserve", third, Saying{From: civil.Must("2026-12-31")}); !errors.Is(err, fault.Invalid("account_future", "")) {
			t.Errorf("an account of tomorrow: %v", err)
		}
		if err := change("working", third, Saying{}); err != nil { // the second was a mistake
			t.Fatal(err)
		}
		open := see(s, func(v *act.View) ([]Account, error) { return MainAccounts(v.Tx, s.building) })
		ever := see(s, func(v *act.View) ([]Account, error) { return AccountsEver(v.Tx, s.building) })
		if len(open) != 1 || open[0].IBAN().String() != third || open[0].From().String() != "2026-01-04" || len(ever) != 4 {
			t.Errorf("open %v, ever %d", open, len(ever))
		}
	})
}

// resting is a room above that keeps something of every account.
type resting bool

func (r resting) Rests(*db.Tx, id.Of[id.Account]) (bool, error) { return bool(r), nil }

// Art. 3.86 §3: a fund may have further accounts beside the one into which it is paid; each is corrected, closed, reopened and withdrawn by itself.
func TestAFundMayHaveSeveralAccounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		const current, savings, works, other = "BE09999990000157", "BE95999990000258", "BE68539007547034", "BE03731018664084"
		var acc Account
		do := func(verb func(a *act.Act) (Account, error)) error {
			return s.try(func(a *act.Act) error { got, err := verb(a); acc = got; return err })
		}
		add := func(e AccountEntry, from string) error {
			return do(func(a *act.Act) (Account, error) { return s.room.AddAccount(a, s.building, e, civil.Must(from)) })
		}
		if err := add(AccountEntry{Fund: "reserve", IBAN: current}, "2025-01-01"); err != nil || !acc.Main() {
			t.Fatalf("the first account of a fund: main %v, %v", acc.Main(), err)
		}
		main := acc
		if err := add(AccountEntry{Fund: "reserve", IBAN: savings, BIC: "gkcc be bb", Name: " Épargne  "}, "2025-06-01"); err != nil || acc.Main() || acc.BIC().String() != "GKCCBEBB" || acc.Name() != "Épargne" {
			t.Fatalf("a further account: %+v, %v", acc, err)
		}
		further := acc
		if err := add(AccountEntry{Fund: "other", IBAN: works}, "2025-06-01"); err != nil || acc.Main() {
			t.Fatalf("the account of a work: main %v, %v", acc.Main(), err)
		}
		for name, c := range map[string]struct {
			entry AccountEntry
			from  string
			want  *fault.Fault
		}{
			"the same number again": {AccountEntry{Fund: "working", IBAN: savings}, "2026-01-01", fault.Unlawful("account_shared", "", "")},
			"no such fund":          {AccountEntry{Fund: "holiday", IBAN: other}, "2026-01-01", fault.Invalid("account_fund", "")},
			"a wrong BIC":           {AccountEntry{Fund: "other", IBAN: other, BIC: "GKCC"}, "2026-01-01", fault.Invalid("bic_malformed", "")},
			"tomorrow":              {AccountEntry{Fund: "other", IBAN: other}, "2027-01-01", fault.Invalid("account_future", "")},
		} {
			if err := add(c.entry, c.from); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := do(func(a *act.Act) (Account, error) {
			return s.room.CorrectAccount(a, further.ID(), AccountEntry{Fund: "reserve", IBAN: other, Name: "Épargne"}, further.Learned())
		}); err != nil || acc.ID() != further.ID() || acc.IBAN().String() != other || acc.From() != further.From() {
			t.Fatalf("corrected: %+v, %v", acc, err)
		}
		if err := do(func(a *act.Act) (Account, error) {
			return s.room.CorrectAccount(a, further.ID(), AccountEntry{Fund: "reserve", IBAN: works}, further.Learned())
		}); !errors.Is(err, fault.Conflict("changed_meanwhile")) {
			t.Errorf("corrected from an old page: %v", err)
		}
		shut := func(x Account, last string) error {
			return do(func(a *act.Act) (Account, error) { return s.room.CloseAccount(a, x.ID(), civil.Must(last)) })
		}
		if err := shut(main, "2025-12-31"); !errors.Is(err, fault.Unlawful("account_main", "", "")) {
			t.Errorf("the main account closed: %v", err)
		}
		if err := shut(further, "2025-05-01"); !errors.Is(err, fault.Invalid("account_last", "")) {
			t.Errorf("closed before it began: %v", err)
		}
		if err := shut(further, "2025-12-31"); err != nil || acc.OpenOn(civil.Must("2026-01-01")) || !acc.OpenOn(civil.Must("2025-12-31")) {
			t.Fatalf("closed: %+v, %v", acc, err)
		}
		if err := shut(further, "2025-12-31"); !errors.Is(err, fault.Conflict("account_closed")) {
			t.Errorf("closed twice: %v", err)
		}
		if err := do(func(a *act.Act) (Account, error) { return s.room.ReopenAccount(a, further.ID()) }); err != nil || !acc.To().None() {
			t.Errorf("reopened: %+v, %v", acc, err)
		}
		list := see(s, func(v *act.View) ([]Account, error) { return Accounts(v.Tx, s.building) })
		if len(list) != 3 || list[0].ID() != main.ID() || list[1].ID() != further.ID() || list[1].From().String() != "2025-06-01" || list[2].Fund() != "other" {
			t.Errorf("the list: %+v", list)
		}
		s.room.Banking = []Banking{resting(true)}
		withdraw := func(x Account) error {
			return do(func(a *act.Act) (Account, error) { return s.room.WithdrawAccount(a, x.ID()) })
		}
		if err := withdraw(further); !errors.Is(err, fault.Conflict("account_used")) {
			t.Errorf("withdrawn though something rests on it: %v", err)
		}
		s.room.Banking = nil
		if err := withdraw(further); err != nil {
			t.Error(err)
		}
		if err := withdraw(further); !errors.Is(err, fault.NotFound("not_found")) {
			t.Errorf("withdrawn twice: %v", err)
		}
		if list = see(s, func(v *act.View) ([]Account, error) { return Accounts(v.Tx, s.building) }); len(list) != 2 {
			t.Errorf("after the withdrawal: %+v", list)
		}
	})
}

// Art. 3.86 §3: an account is in the name of one association; a number typed for the wrong house is noticed.
func TestAnAccountServesOneAssociation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		var second id.Of[id.Building]
		if err := s.try(func(a *act.Act) error {
			b, err := s.room.CreateBuilding(a, BuildingEntry{Name: "Le Parc", Denominator: 10, Lang: "fr", Address: Address{"Rue", "1", "1000", "Bruxelles"}})
			second = b.ID()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		set := func(b id.Of[id.Building]) error {
			return s.try(func(a *act.Act) error { _, err := s.room.SetAccount(a, b, "working", "BE68539007547034"); return err })
		}
		if err := set(s.building); err != nil {
			t.Fatal(err)
		}
		if err := set(second); !errors.Is(err, fault.Unlawful("account_elsewhere", "", "")) {
			t.Errorf("the account of another house: %v", err)
		}
	})
}

// Two people correct the same thing: the second is told what the first wrote, and keeps the choice.
func TestNobodyWipesOutWhatSomebodyElseJustWrote(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		lot := s.lot("4B", 46, sole("Anne", "Dubois"), "2025-01-01")
		shown, _ := s.register("2026-01-05", s.now).Lot(lot)
		floor := int64(4)
		write := func(e LotEntry, seen civil.Instant) error {
			return s.try(func(a *act.Act) error { _, err := s.room.ChangeLot(a, lot, e, Saying{Seen: seen}); return err })
		}
		if err := write(LotEntry{Label: "4B", Kind: "apartment", Shares: 48}, shown.Learned()); err != nil {
			t.Fatal(err)
		}
		err := write(LotEntry{Label: "4B", Kind: "apartment", Shares: 46, Floor: &floor}, shown.Learned())
		f := fault.As(err)
		if f == nil || f.Code != "changed_meanwhile" || f.Kind != fault.KindConflict || len(f.Parts) != 1 || f.Parts[0].Field != "shares" || f.Parts[0].Args["theirs"] != int64(48) {
			t.Fatalf("%v", err)
		}
		if err := write(LotEntry{Label: "4B", Kind: "apartment", Shares: 48, Floor: &floor}, shown.Learned()); err != nil {
			t.Errorf("the same shares as the other wrote: %v", err)
		}
		now, _ := s.register("2026-01-05", s.now).Lot(lot)
		if err := write(LotEntry{Label: "4B", Kind: "studio", Shares: 46}, now.Learned()); err != nil {
			t.Errorf("having seen all of it: %v", err)
		}
		member := s.register("2026-01-05", s.now).Parties[0].Members()[0]
		e := member.Entry()
		e.City = "Gent"
		s.do(func(a *act.Act) error {
			_, err := s.room.ChangeMember(a, member.ID(), e, Saying{Seen: member.Learned()})
			return err
		})
		e.City = "Namur"
		err = s.try(func(a *act.Act) error {
			_, err := s.room.ChangeMember(a, member.ID(), e, Saying{Seen: member.Learned()})
			return err
		})
		if f := fault.As(err); f == nil || f.Code != "changed_meanwhile" || f.Parts[0].Field != "city" {
			t.Errorf("a member: %v", err)
		}
		seen := civil.At(s.now)
		if err := s.set(Particulars{Region: "BXL"}, Saying{}); err != nil {
			t.Fatal(err)
		}
		if err := s.set(Particulars{Region: "WAL"}, Saying{Seen: seen}); !errors.Is(err, fault.Conflict("changed_meanwhile")) {
			t.Errorf("a particular: %v", err)
		}
	})
}

// Art. 3.84 al. 4 and 3.86 §2: partial associations stand beneath a main one of twenty lots at least, without a circle.
func TestPartialAssociations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		found := func(e PartEntry) (b Building, err error) {
			err = s.try(func(a *act.Act) (err error) { b, err = s.room.FoundPart(a, s.building, e); return err })
			return b, err
		}
		if _, err := found(PartEntry{Name: "Bloc A", Denominator: 100}); !errors.Is(err, fault.Unlawful("part_too_few", "", "")) {
			t.Errorf("too few lots: %v", err)
		}
		var lines []ListLine
		for i, l := range strings.Split("ABCDEFGHIJKLMNOPQRST", "") {
			lines = append(lines, line(l, 50, sole("Owner", []string{"Dubois", "Lambert"}[i%2])))
		}
		s.take(list("2025-01-01", lines...))
		main := s.register("2026-02-01", s.now)
		e := PartEntry{Name: "Bloc A", Denominator: 100, Lots: []PartShare{{main.Lots[0].ID(), 60}, {main.Lots[1].ID(), 20}, {main.Lots[2].ID(), 20}}}
		e.Enterprise = "0799990177"
		if _, err := found(e); !errors.Is(err, fault.Unlawful("part_person", "", "")) {
			t.Errorf("a number without that of the main one: %v", err)
		}
		e.Enterprise = ""
		part, err := found(e)
		if err != nil {
			t.Fatal(err)
		}
		snap := see(s, func(v *act.View) (Snapshot, error) {
			return s.room.Register(v, part.ID(), civil.Date{}, civil.Instant{})
		})
		if got := holders(snap); got != "A Owner Dubois, B Owner Lambert, C Owner Dubois" || len(snap.Parties) != 2 {
			t.Errorf("the part: %s", got)
		}
		balance, _ := ShareBalance(part, snap.Lots)
		if !balance.Complete() || snap.Parties[0].Communication() == main.Parties[0].Communication() {
			t.Errorf("shares %+v; one debt, one communication", balance)
		}
		pairs := see(s, func(v *act.View) ([]PartLot, error) { return PartLots(v.Tx, part.ID()) })
		parts := see(s, func(v *act.View) ([]id.Of[id.Building], error) { return Parts(v.Tx, s.building) })
		if len(pairs) != 3 || len(parts) != 1 || parts[0] != part.ID() {
			t.Errorf("pairs %v, parts %v", pairs, parts)
		}
		lined := see(s, func(v *act.View) ([]BuildingLine, error) { return s.room.Buildings(v) })
		if len(lined) != 2 || lined[1].ID() != part.ID() || lined[1].Depth != 1 || lined[1].Parent != s.building {
			t.Errorf("the list does not show the part beneath: %+v", lined)
		}
		attach := func(main, part id.Of[id.Building]) error {
			return s.try(func(a *act.Act) error { return s.room.AttachPart(a, main, part) })
		}
		if err := attach(part.ID(), s.building); !errors.Is(err, fault.Conflict("part_circle")) {
			t.Errorf("the main one beneath its part: %v", err)
		}
		if err := attach(s.building, part.ID()); !errors.Is(err, fault.Conflict("part_already")) {
			t.Errorf("twice: %v", err)
		}
		s.do(func(a *act.Act) error { return s.room.DetachPart(a, part.ID()) })
		if err := attach(s.building, part.ID()); err != nil {
			t.Error(err)
		}
		s.do(func(a *act.Act) error {
			return s.room.PairLots(a, part.ID(), []PartLot{{snap.Lots[0].ID(), main.Lots[0].ID()}})
		})
		err = s.try(func(a *act.Act) error {
			return s.room.PairLots(a, part.ID(), []PartLot{{main.Lots[0].ID(), main.Lots[0].ID()}})
		})
		if !errors.Is(err, fault.Invalid("part_lot_elsewhere", "")) {
			t.Errorf("a lot of elsewhere: %v", err)
		}
	})
}

// A list of a hundred buildings takes as many statements as a list of one: that it is quick is seen here, how quick in the measurements.
func TestAListOfManyBuildingsIsRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		s.do(func(a *act.Act) error {
			for range 99 {
				if _, err := s.room.CreateBuilding(a, BuildingEntry{Name: "Les Érables", Denominator: 1000, Lang: "fr", Address: Address{"Rue", "1", "1000", "Bruxelles"}}); err != nil {
					return err
				}
			}
			return nil
		})
		start := time.Now()
		lines := see(s, func(v *act.View) ([]BuildingLine, error) { return s.room.Buildings(v) })
		if took := time.Since(start); len(lines) != 100 || took > 5*time.Second {
			t.Errorf("%d buildings in %s", len(lines), took)
		}
	})
}
