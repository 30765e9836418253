package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"

	"pgregory.net/rapid"
)

type world struct {
	*testing.T
	house    *act.House
	who      act.Who
	room     Room
	building id.Of[id.Building]
	parties  []id.Of[id.Party]
	supplier id.Of[id.Supplier]
	clock    time.Time
}

// begin is Les Tilleuls with two owners and a supplier.
func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	all := []act.Role{act.Syndic}
	w.house = &act.House{DB: d, Policy: act.Policy{ReadBooks: all, PostEntry: all, ReverseEntry: all, OpenBooks: all, LockBooks: all},
		Clock: func() time.Time { w.clock = w.clock.Add(time.Second); return w.clock }}
	bureau, err := (&office.Room{House: w.house}).Open(context.Background(), "test", office.Entry{Name: "Bureau Maes", Kind: office.Professional, Phone: "02 555 01 42"},
		func(*act.Act) (id.Of[id.Person], error) { return id.New[id.Person](), nil })
	if err != nil && !strings.Contains(err.Error(), "still_in_use") {
		t.Fatal(err)
	}
	w.who = act.Who{Office: bureau.ID(), House: true, Lang: i18n.FR}
	register := property.Room{}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000, Enterprise: "0799.990.177",
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	for i, name := range []string{"Dubois", "Marchal"} {
		whole, _ := share.Parse("1/1")
		do(w, func(a *act.Act) (property.Lot, error) {
			return register.AddLot(a, w.building, property.LotEntry{Label: fmt.Sprint(i + 1), Kind: "apartment", Shares: 500}, []property.MemberEntry{{LastName: name, Right: property.Full, Part: whole, Lang: i18n.FR}}, civil.Must("2025-01-01"))
		})
	}
	reg := do(w, func(a *act.Act) (property.Register, error) { return property.LoadRegister(a.Tx, w.building) })
	for _, p := range reg.At(civil.Must("2026-06-01"), civil.At(w.clock)).Parties {
		w.parties = append(w.parties, p.ID())
	}
	w.supplier = do(w, func(a *act.Act) (suppliers.Supplier, error) {
		return (&suppliers.Room{Register: &register}).FindOrAdd(a, suppliers.Entry{Name: "Delta Ascenseurs SA"})
	}).ID()
	return w
}

func try[T any](w *world, fn func(*act.Act) (T, error)) (T, error) {
	return act.Do(context.Background(), w.house, w.who, act.Door{Via: "test"}, fn)
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

func (w *world) posting(on string, amount money.Cents, debit, credit string) Posting {
	line := func(code string, sum money.Cents) Line {
		l := Line{Account: code, Amount: sum}
		if OfParties(code) {
			l.Party = w.parties[0]
		}
		if OfSuppliers(code) {
			l.Supplier = w.supplier
		}
		return l
	}
	return Posting{Journal: Misc, On: civil.Must(on), Voucher: "pièce 1", Lines: []Line{line(debit, amount), line(credit, -amount)}}
}

func (w *world) post(on string, amount money.Cents, debit, credit string) Entry {
	w.Helper()
	return do(w, func(a *act.Act) (Entry, error) {
		return w.room.Post(a, w.building, w.posting(on, amount, debit, credit))
	})
}

func code(err error) string {
	if f := fault.As(err); f != nil {
		return f.Code
	}
	return fmt.Sprint(err)
}

func (w *world) sheet(day string, known civil.Instant) string {
	w.Helper()
	list := see(w, func(v *act.View) (Balances, error) { return BalancesAt(v.Tx, w.building, civil.Must(day), known) })
	s := Draw(list, Practice)
	if s.TotalAssets() != s.TotalLiabilities() {
		w.Errorf("%s: %d and %d", day, s.TotalAssets(), s.TotalLiabilities())
	}
	return printed(s.Assets) + " | " + printed(s.Liabilities)
}

func TestEveryEntryBalancesOrIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for _, c := range []struct {
			story, code string
			change      func(*Posting)
		}{
			{"a cent is missing", "entry_unbalanced", func(p *Posting) { p.Lines[0].Amount-- }},
			{"one line", "entry_two_lines", func(p *Posting) { p.Lines = p.Lines[:1] }},
			{"no voucher", "entry_voucher", func(p *Posting) { p.Voucher = " " }},
			{"no day", "required", func(p *Posting) { p.On = civil.Date{} }},
			{"nothing on a line", "entry_line_zero", func(p *Posting) { p.Lines = append(p.Lines, Line{Account: "550"}) }},
			{"a heading", "account_heading", func(p *Posting) { p.Lines[0].Account = "61" }},
			{"an account that does not exist", "account_unknown", func(p *Posting) { p.Lines[0].Account = "999" }},
			{"whose claim?", "entry_party", func(p *Posting) { p.Lines[0].Account = "4101" }},
			{"a supplier on a cost", "entry_no_supplier", func(p *Posting) { p.Lines[0].Supplier = w.supplier }},
		} {
			p := w.posting("2026-03-01", 100_00, "61050", "440")
			c.change(&p)
			if _, err := try(w, func(a *act.Act) (Entry, error) { return w.room.Post(a, w.building, p) }); code(err) != c.code {
				t.Errorf("%s: %v", c.story, err)
			}
		}
		if got := w.sheet("2026-12-31", civil.Instant{}); got != " | " {
			t.Errorf("something was left behind: %s", got)
		}
	})
}

// The database refuses what the constructor would have refused, and lets nothing be changed: a defect of ours cannot unbalance the books.
func TestTheDatabaseKeepsTheBooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		e := w.post("2026-03-01", 100_00, "61050", "440")
		for story, wrong := range map[string]func(e *Entry){
			"a cent is missing":      func(e *Entry) { e.posting.Lines[0].Amount-- },
			"one line":               func(e *Entry) { e.posting.Lines = e.posting.Lines[:1] },
			"no line":                func(e *Entry) { e.posting.Lines = nil },
			"another total":          func(e *Entry) { e.total++ },
			"a number that was used": func(e *Entry) { e.number = 1 },
		} {
			f := Entry{id: id.New[id.LedgerEntry](), building: w.building, posting: w.posting("2026-03-02", 50_00, "61050", "440"), year: civil.Must("2026-01-01"), number: 77, total: 50_00, learned: civil.At(w.clock)}
			f.posting.VoucherOn = f.posting.On
			wrong(&f)
			if _, err := try(w, func(a *act.Act) (int, error) { return 0, insert(a.Tx, f) }); fault.As(err) == nil {
				t.Errorf("%s: %v", story, err)
			}
		}
		if _, err := try(w, func(a *act.Act) (int, error) {
			_, err := a.Exec(addLine, id.New[id.LedgerEntry](), 1, w.building, e.On(), "550", nobody, nil, nil, 5, "", a.Now)
			a.Record(AccountAdded{Building: w.building})
			return 0, err
		}); err == nil {
			t.Error("a line without an entry stayed")
		}
		if _, err := try(w, func(a *act.Act) (int, error) {
			_, err := a.Exec(addLine, e.id, 9, w.building, e.On(), "550", nobody, nil, nil, 5, "", a.Now)
			return 0, err
		}); err == nil {
			t.Error("a line was added to an entry")
		}
		for _, s := range []*db.Stmt{changeLine, dropLine, changeEntry, dropEntry} {
			if _, err := try(w, func(a *act.Act) (int64, error) {
				a.Record(AccountAdded{Building: w.building})
				return a.Exec(s, e.id)
			}); err == nil {
				t.Errorf("%s was let through", s.Text)
			}
		}
		if got := w.sheet("2026-12-31", civil.Instant{}); got != " | 14 -10000, 440 10000" {
			t.Error(got)
		}
	})
}

var (
	changeLine  = db.Q(`UPDATE ledger_line SET amount_cents = 1 WHERE office_id = $1 AND entry_id = $2`)
	dropLine    = db.Q(`DELETE FROM ledger_line WHERE office_id = $1 AND entry_id = $2`)
	changeEntry = db.Q(`UPDATE ledger_entry SET text = 'x' WHERE office_id = $1 AND id = $2`)
	dropEntry   = db.Q(`DELETE FROM ledger_entry WHERE office_id = $1 AND id = $2`)
)

func TestAWrongEntryIsReversedOnceAndBothStay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		e := w.post("2026-03-01", 100_00, "61050", "440")
		before := civil.At(w.clock)
		if e.Number(i18n.FR) != "OD 2026/1" {
			t.Error(e.Number(i18n.FR))
		}
		back := do(w, func(a *act.Act) (Entry, error) { return w.room.Reverse(a, e.ID(), "inscrite deux fois") })
		if back.On() != e.On() || back.Reverses() != e.ID() || back.Number(i18n.FR) != "OD 2026/2" || back.Text() != "inscrite deux fois" {
			t.Errorf("%+v", back)
		}
		if got := w.sheet("2026-12-31", civil.Instant{}); got != " | " {
			t.Error(got)
		}
		if got := w.sheet("2026-12-31", before); got != " | 14 -10000, 440 10000" {
			t.Errorf("as it was known before: %s", got)
		}
		for story, entry := range map[string]id.Of[id.LedgerEntry]{"entry_reversed": e.ID(), "entry_is_reversal": back.ID()} {
			if _, err := try(w, func(a *act.Act) (Entry, error) { return w.room.Reverse(a, entry, "x") }); code(err) != story {
				t.Errorf("%s: %v", story, err)
			}
		}
	})
}

func TestLockedBooksTakeNoEntryAndACorrectionComesAfter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		e := w.post("2025-12-31", 100_00, "61050", "440")
		lock := func(until string) error {
			_, err := try(w, func(a *act.Act) (Lock, error) { return w.room.Lock(a, w.building, civil.Must(until)) })
			return err
		}
		if err := lock("2027-01-01"); code(err) != "lock_future" {
			t.Error(err)
		}
		if err := lock("2025-12-31"); err != nil {
			t.Fatal(err)
		}
		if err := lock("2025-06-30"); code(err) != "lock_earlier" {
			t.Error(err)
		}
		if _, err := try(w, func(a *act.Act) (Entry, error) {
			return w.room.Post(a, w.building, w.posting("2025-12-31", 1, "61050", "440"))
		}); code(err) != "books_locked" {
			t.Error(err)
		}
		back := do(w, func(a *act.Act) (Entry, error) { return w.room.Reverse(a, e.ID(), "de 2025") })
		if back.On() != civil.Must("2026-01-01") || back.Number(i18n.FR) != "OD 2026/1" {
			t.Errorf("%s %s", back.On(), back.Number(i18n.FR))
		}
		if _, err := try(w, func(a *act.Act) (Lock, error) { return w.room.Reopen(a, w.building, civil.Date{}, " ") }); code(err) != "required" {
			t.Error(err)
		}
		do(w, func(a *act.Act) (Lock, error) {
			return w.room.Reopen(a, w.building, civil.Date{}, "une facture oubliée")
		})
		w.post("2025-12-31", 1, "61050", "440")
		if locks := see(w, func(v *act.View) ([]Lock, error) { return w.room.Locks(v, w.building) }); len(locks) != 2 || locks[0].Reason == "" {
			t.Errorf("%+v", locks)
		}
	})
}

// Books of a building taken over in mid-year begin with the last balance sheet: compared, then activated, and taken back as long as somebody wants to.
func TestBooksBeginWithTheLastBalanceSheet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		o := Opening{On: civil.Must("2025-12-31"), Voucher: "bilan approuvé le 12/05/2026", Lines: []Line{
			{Account: "551", Amount: 5_000_00}, {Account: "550", Amount: 12_000_00}, {Account: "4101", Party: w.parties[0], Amount: 300_00}, {Account: "100", Amount: -5_000_00}, {Account: "160", Amount: -12_000_00},
		}}
		draft := func(o Opening) error {
			_, err := try(w, func(a *act.Act) (Opening, error) { return w.room.DraftOpening(a, w.building, o) })
			return err
		}
		activate := func() (Entry, error) {
			return try(w, func(a *act.Act) (Entry, error) { return w.room.ActivateOpening(a, w.building) })
		}
		if _, err := activate(); code(err) != "opening_none" {
			t.Error(err)
		}
		wrong := o
		wrong.Lines = append([]Line{{Account: "61050", Amount: 1}}, o.Lines...)
		if err := draft(wrong); code(err) != "account_result" {
			t.Error(err)
		}
		if err := draft(o); err != nil {
			t.Fatal(err)
		}
		if _, err := activate(); code(err) != "opening_unbalanced" {
			t.Error(err)
		}
		o.Lines = append(o.Lines, Line{Account: "440", Supplier: w.supplier, Amount: -300_00})
		if err := draft(o); err != nil {
			t.Fatal(err)
		}
		e, err := activate()
		if err != nil {
			t.Fatal(err)
		}
		want := "4101 30000, 550 1200000, 551 500000 | 100 500000, 160 1200000, 440 30000"
		if got := w.sheet("2025-12-31", civil.Instant{}); got != want {
			t.Error(got)
		}
		if got := w.sheet("2025-12-30", civil.Instant{}); got != " | " {
			t.Error(got)
		}
		if err := draft(o); code(err) != "opening_active" {
			t.Error(err)
		}
		if _, err := try(w, func(a *act.Act) (Entry, error) {
			return w.room.Post(a, w.building, w.posting("2025-12-31", 1, "61050", "440"))
		}); code(err) != "books_locked" {
			t.Error(err)
		}
		do(w, func(a *act.Act) (Entry, error) { return w.room.Reverse(a, e.ID(), "un solde oublié") })
		if got := w.sheet("2025-12-31", civil.Instant{}); got != " | " {
			t.Errorf("taken back: %s", got)
		}
		if _, err := activate(); err != nil {
			t.Errorf("the draft is there again: %v", err)
		}
		if got := w.sheet("2026-07-01", civil.Instant{}); got != want {
			t.Error(got)
		}
	})
}

func TestByHandOnlyWhatIsOfTheHand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for story, c := range map[string]struct {
			code   string
			change func(*Posting)
		}{
			"purchases come from invoices": {"entry_journal", func(p *Posting) { p.Journal = Purchases }},
			"tomorrow":                     {"entry_future", func(p *Posting) { p.On = civil.Must("2026-11-23") }},
			"an owner of elsewhere": {"entry_party_unknown", func(p *Posting) {
				p.Lines[0] = Line{Account: "4101", Party: id.New[id.Party](), Amount: 100_00}
			}},
			"a supplier of elsewhere": {"entry_supplier_unknown", func(p *Posting) { p.Lines[1].Supplier = id.New[id.Supplier]() }},
		} {
			p := w.posting("2026-03-01", 100_00, "61050", "440")
			c.change(&p)
			if _, err := try(w, func(a *act.Act) (Entry, error) { return w.room.Enter(a, w.building, p) }); code(err) != c.code {
				t.Errorf("%s: %v", story, err)
			}
		}
		do(w, func(a *act.Act) (Account, error) {
			return w.room.AddAccount(a, w.building, "610 501", "Nettoyage des caves")
		})
		if _, err := try(w, func(a *act.Act) (Account, error) { return w.room.AddAccount(a, w.building, "610501", "Encore") }); code(err) != "account_exists" {
			t.Error(err)
		}
		p := w.posting("2026-03-01", 100_00, "610501", "440")
		do(w, func(a *act.Act) (Entry, error) { return w.room.Enter(a, w.building, p) })
		s := do(w, func(a *act.Act) (string, error) {
			r, err := w.room.Report(&a.View, w.building, IncomeReport, Asked{})
			return r.Parts[0].Rows[1].Cells[0].Text, err
		})
		if s != "610501 Nettoyage des caves" {
			t.Error(s)
		}
	})
}

// Any sequence of entries, reversals and locks keeps the trial balance at zero, the sums equal to the lines, the sub-ledgers equal to their control accounts,
// and the replayed facts equal to the books.
func TestTheBooksAlwaysAgreeWithThemselves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		codes := []string{"100", "160", "4100", "4101", "440", "499", "550", "551", "61050", "61300", "701", "14"}
		var made []Entry
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(r, "steps") {
				if len(made) > 0 && rapid.IntRange(0, 3).Draw(r, "what") == 0 {
					e := made[rapid.IntRange(0, len(made)-1).Draw(r, "which")]
					_, err := try(w, func(a *act.Act) (Entry, error) { return w.room.Reverse(a, e.ID(), "erreur") })
					if err != nil && code(err) != "entry_reversed" {
						r.Fatal(err)
					}
					continue
				}
				day := civil.Must("2024-01-01").AddDays(rapid.IntRange(0, 1050).Draw(r, "day"))
				p := w.posting(day.String(), 1, rapid.SampledFrom(codes).Draw(r, "debit"), rapid.SampledFrom(codes).Draw(r, "credit"))
				amount := money.Cents(rapid.Int64Range(1, 1_000_000).Draw(r, "amount"))
				p.Lines[0].Amount, p.Lines[1].Amount = amount, -amount
				if rapid.Bool().Draw(r, "other") && OfParties(p.Lines[0].Account) {
					p.Lines[0].Party = w.parties[1]
				}
				e, err := try(w, func(a *act.Act) (Entry, error) { return w.room.Post(a, w.building, p) })
				if err != nil {
					r.Fatal(err)
				}
				made = append(made, e)
			}
			day := civil.Must("2024-01-01").AddDays(rapid.IntRange(0, 1100).Draw(r, "on"))
			now := see(w, func(v *act.View) (Balances, error) { return BalancesAt(v.Tx, w.building, day, civil.Instant{}) })
			known := see(w, func(v *act.View) (Balances, error) { return BalancesAt(v.Tx, w.building, day, v.Now) })
			if fmt.Sprint(now) != fmt.Sprint(known) {
				r.Fatalf("on %s the sums say\n%v\nand the lines\n%v", day, now, known)
			}
			if sum := now.Sum(func(string) bool { return true }); sum != 0 {
				r.Fatalf("the trial balance is %d", sum)
			}
		})
		if wrong := house(w, Check); wrong != 0 {
			t.Errorf("the check finds %d", wrong)
		}
		if books, told := see(w, func(v *act.View) (Balances, error) {
			return BalancesAt(v.Tx, w.building, civil.Must("2030-01-01"), civil.Instant{})
		}), w.replayed(); balanceText(books) != told {
			t.Errorf("the books say\n%s\nthe facts\n%s", balanceText(books), told)
		}
	})
}

func house[T any](w *world, fn func(*db.Tx) (T, error)) (x T) {
	w.Helper()
	if err := w.house.DB.Look(context.Background(), func(tx *db.Tx) (err error) { x, err = fn(tx); return err }); err != nil {
		w.Fatal(err)
	}
	return x
}

func balanceText(list Balances) string {
	var text []string
	for _, b := range list {
		text = append(text, fmt.Sprintf("%s %s %d %d", b.Code, b.owner(), b.Debit, b.Credit))
	}
	return strings.Join(text, "\n")
}

// replayed makes the balances again from the recorded facts alone.
func (w *world) replayed() string {
	facts := see(w, func(v *act.View) ([]act.Entry, error) { return v.FactsSince(act.Filter{Room: "ledger"}, 0, 1_000_000) })
	var lines []Moved
	for _, f := range facts {
		var told EntryPosted
		if f.Kind != "ledger.entry_posted" {
			continue
		}
		if err := json.Unmarshal([]byte(f.Body), &told); err != nil {
			w.Fatal(err)
		}
		lines = append(lines, told.Moved...)
	}
	sums := map[string]*Balance{}
	var all Balances
	for _, m := range lines {
		key := m.Account + m.Sub
		if sums[key] == nil {
			b := Balance{Code: m.Account}
			if m.Sub != "" {
				b.sub = id.Must[id.Any](m.Sub)
			}
			sums[key] = &b
		}
		sums[key].Debit, sums[key].Credit = sums[key].Debit.Add(m.Debit), sums[key].Credit.Add(m.Credit)
	}
	for _, b := range sums {
		all = append(all, *b)
	}
	return balanceText(sortedBalances(all))
}

// What was learned later changes nothing in a report as it was known before: a court asks what was known then.
// A report that is too long says so, and its sums are those of all lines.
