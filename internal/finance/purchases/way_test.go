package purchases_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
)

// books are the balances of the building on a day far ahead, as an accountant notes them.
func (w *world) books() string {
	w.Helper()
	list, err := see(w, func(v *act.View) (ledger.Balances, error) {
		return ledger.BalancesAt(v.Tx, w.building, civil.Must("2030-12-31"), civil.Instant{})
	})
	if err != nil {
		w.Fatal(err)
	}
	var text []string
	for _, b := range list {
		if b.Net() != 0 {
			text = append(text, fmt.Sprintf("%s %d", b.Code, b.Net()))
		}
	}
	return strings.Join(text, ", ")
}

// as lets somebody of the office act from now on.
func (w *world) as(role act.Role) act.Who {
	return act.Who{Office: w.who.Office, Person: id.New[id.Person](), Lang: "fr", Grants: []act.Grant{{Role: role, Building: w.building}}}
}

// officer makes somebody a syndic of the building in the office's own list.
func (w *world) officer() act.Who {
	w.Helper()
	who, before := w.as(act.Syndic), w.who
	w.who = act.Who{Office: before.Office, House: true}
	who.Person = do(w, func(a *act.Act) (identity.Person, error) {
		return (&identity.Room{House: w.house}).Enrol(a, who.Person.String()+"@exemple.example", "Syndic", i18n.FR, "quatre mots pour entrer", false)
	}).ID()
	do(w, func(a *act.Act) (bool, error) { return true, office.GrantRole(a, who.Person, act.Syndic, w.building) })
	w.who = before
	return who
}

func TestAnInvoiceIsBookedWhenSubmittedAndReversedWhenRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		accountant, council := w.who, w.as(act.Council)
		i, err := w.enter("1", "2026-10-01", 100_00, delta)
		if err != nil || i.State() != purchases.Submitted || i.Account() != "61011" { // "Ascenseurs" in the supplier's name
			t.Fatalf("%v %s %s", err, i.State(), i.Account())
		}
		if got := w.books(); got != "440 -10000, 61011 10000" {
			t.Error(got)
		}
		if _, err := w.enter("2", "2026-10-02", 50_00, delta); err != nil {
			t.Fatal(err)
		}
		w.who = council
		_, err = try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Refuse(a, i.ID(), " ") })
		refused(t, err, "required", "reason")
		do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Refuse(a, i.ID(), "prestation non faite") })
		if got := w.books(); got != "440 -5000, 61011 5000" {
			t.Error(got)
		}
		_, err = try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Approve(a, i.ID(), "") })
		refused(t, err, "invoice_way", "")
		w.who = accountant
		again := do(w, func(a *act.Act) (purchases.Invoice, error) {
			return w.room.Revise(a, i.ID(), purchases.Entry{Number: "1", IssuedOn: civil.Must("2026-10-01"), Amount: 80_00, Account: "61012"})
		})
		if again.ID() != i.ID() || again.State() != purchases.Submitted {
			t.Errorf("%+v", again)
		}
		if got := w.books(); got != "440 -13000, 61011 5000, 61012 8000" {
			t.Error(got)
		}
		w.who = council
		do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Approve(a, i.ID(), "") })
		w.who = accountant
		do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Cancel(a, i.ID(), "Encodée deux fois") })
		if got := w.books(); got != "440 -5000, 61011 5000" {
			t.Error(got)
		}
		steps, err := see(w, func(v *act.View) ([]purchases.Step, error) { return purchases.Steps(v.Tx, i.ID()) })
		if err != nil || len(steps) != 4 || steps[1].Reason != "prestation non faite" || steps[3].By != council.Person {
			t.Errorf("%+v %v", steps, err)
		}
	})
}

func TestNobodyApprovesTheOwnInvoice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.who = w.as(act.Syndic)
		w.who.Person = w.claire
		w.who.Grants = append(w.who.Grants, act.Grant{Role: act.Accountant, Building: w.building})
		i, err := w.enter("1", "2026-10-01", 100_00, delta)
		if err != nil {
			t.Fatal(err)
		}
		approve := func(reason string) error {
			_, err := try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Approve(a, i.ID(), reason) })
			return err
		}
		refused(t, approve(""), "approval_exception", "exception")
		w.officer() // somebody else comes
		refused(t, approve("urgent"), "approval_own", "")
		limit := money.Cents(100_00)
		do(w, func(a *act.Act) (purchases.Rule, error) {
			return w.room.SetRule(a, w.building, purchases.Rule{CouncilFrom: &limit})
		})
		w.who = w.officer()
		refused(t, approve(""), "approval_council", "")
		w.who = w.as(act.Council)
		if err := approve(""); err != nil {
			t.Error(err)
		}
	})
}

// Two approve at the same moment: one wins, the other is told; the invoice is approved once.
func TestTwoApproveAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		i, err := w.enter("1", "2026-10-01", 100_00, delta)
		if err != nil {
			t.Fatal(err)
		}
		var together sync.WaitGroup
		var mu sync.Mutex
		told := map[string]int{}
		for range 4 {
			who := w.as(act.Council)
			together.Go(func() {
				_, err := act.Do(t.Context(), w.house, who, act.Door{Via: "api"}, func(a *act.Act) (purchases.Invoice, error) { return w.room.Approve(a, i.ID(), "") })
				code := "approved"
				if f := fault.As(err); f != nil {
					code = f.Code
				} else if err != nil {
					code = err.Error()
				}
				mu.Lock()
				defer mu.Unlock()
				told[code]++
			})
		}
		together.Wait()
		if told["approved"] != 1 || told["invoice_way"] != 3 {
			t.Errorf("%v", told)
		}
	})
}

func TestPrivateCostsAndAdvances(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		before := w.who
		w.who = act.Who{Office: before.Office, House: true, Lang: "fr"}
		whole, _ := share.Parse("1/1")
		do(w, func(a *act.Act) (property.Lot, error) {
			return w.register.AddLot(a, w.building, property.LotEntry{Label: "1A", Kind: "apartment"}, []property.MemberEntry{{LastName: "Dubois", Right: property.Full, Part: whole, Lang: "fr"}}, civil.Must("2026-01-01"))
		})
		reg := do(w, func(a *act.Act) (property.Register, error) { return property.LoadRegister(a.Tx, w.building) })
		dubois := reg.At(civil.Must("2026-06-01"), civil.At(w.clock)).Parties[0].ID()
		w.who = before
		enter := func(e purchases.Entry) error {
			e.IssuedOn, e.Amount = civil.Must("2026-10-01"), 100_00
			_, err := try(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Enter(a, w.building, e, delta) })
			return err
		}
		if err := enter(purchases.Entry{Number: "P", Private: dubois}); err != nil {
			t.Fatal(err)
		}
		if got := w.books(); got != "4101 10000, 440 -10000, 643 10000, 6431 -10000" {
			t.Error(got)
		}
		if err := enter(purchases.Entry{Number: "A", Advanced: dubois, Account: "61050"}); err != nil {
			t.Fatal(err)
		}
		if got := w.books(); got != "440 -10000, 61050 10000, 643 10000, 6431 -10000" { // what Dubois owes and is owed is even
			t.Error(got)
		}
		refused(t, enter(purchases.Entry{Number: "B", Private: dubois, Advanced: dubois}), "invoice_private_advanced", "advanced_party_id")
		refused(t, enter(purchases.Entry{Number: "C", Private: id.New[id.Party]()}), "entry_party_unknown", "private_party_id")
		refused(t, enter(purchases.Entry{Number: "D", Account: "4101"}), "invoice_account", "account")
		refused(t, enter(purchases.Entry{Number: "E", Account: "61"}), "account_heading", "account")
		if err := enter(purchases.Entry{Number: "F", Account: "61050", Communication: "010/8068/17183"}); err != nil {
			t.Fatal(err)
		}
		refused(t, enter(purchases.Entry{Number: "G", Communication: "010/8068/17183"}), "invoice_same_debt", "communication")
	})
}

// What is dated in locked books is booked on the first open day; a draft is booked nowhere; the account of a supplier is learned.
func TestDraftsLocksAndWhatIsLearned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		draft := do(w, func(a *act.Act) (purchases.Invoice, error) {
			return w.room.Enter(a, w.building, purchases.Entry{Number: "1", IssuedOn: civil.Must("2026-02-01"), Amount: 70_00, Account: "61012", Draft: true}, &suppliers.Entry{Name: "Lumen"})
		})
		if draft.Counts() || w.books() != "" {
			t.Errorf("a draft counts: %s", w.books())
		}
		before := w.who
		w.who = act.Who{Office: before.Office, House: true}
		do(w, func(a *act.Act) (ledger.Lock, error) {
			return w.room.Ledger.Lock(a, w.building, civil.Must("2026-06-30"))
		})
		w.who = before
		i := do(w, func(a *act.Act) (purchases.Invoice, error) { return w.room.Submit(a, draft.ID()) })
		e, err := see(w, func(v *act.View) (ledger.Entry, error) { return ledger.Get(v.Tx, i.Entry()) })
		if _, on := e.Voucher(); err != nil || e.On() != civil.Must("2026-07-01") || on != civil.Must("2026-02-01") {
			t.Errorf("booked on %s, of %s, %v", e.On(), on, err)
		}
		next, err := w.enter("2", "2026-10-01", 30_00, &suppliers.Entry{Name: "Lumen"})
		if err != nil || next.Account() != "61012" {
			t.Errorf("not learned: %s %v", next.Account(), err)
		}
	})
}

// A rule without an amount never asks the council, and takes back one that did.
func TestARuleIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.who = w.as(act.Syndic)
		limit := money.Cents(100_00)
		for _, from := range []*money.Cents{&limit, nil} {
			do(w, func(a *act.Act) (purchases.Rule, error) {
				return w.room.SetRule(a, w.building, purchases.Rule{CouncilFrom: from})
			})
			got, err := see(w, func(v *act.View) (purchases.Rule, error) { return purchases.LoadRule(v.Tx, w.building) })
			if err != nil || (got.CouncilFrom == nil) != (from == nil) {
				t.Errorf("%v, %v", got, err)
			}
		}
	})
}

// What was entered before there were books is booked by night, once.
func TestOldInvoicesAreBooked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		if _, err := w.enter("1", "2026-10-01", 100_00, delta); err != nil {
			t.Fatal(err)
		}
		do(w, func(a *act.Act) (bool, error) {
			a.Record(purchases.RuleChanged{Building: w.building})
			_, err := a.Exec(asBefore)
			return true, err
		})
		for range 2 {
			if err := w.room.Book(t.Context(), jobs.Job{}); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.books(); got != "440 -20000, 61011 20000" { // the booking that was forgotten, and the new one: once
			t.Error(got)
		}
	})
}

// asBefore makes the invoices of the office those of a house that kept no books.
var asBefore = db.Q(`UPDATE purchases_invoice SET entry_id = NULL, account = '' WHERE office_id = $1`)

// What is due is what the supplier's account still owes: the newest invoices, because payments cover the oldest first.
func TestWhatIsDueToSuppliers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		for i, day := range []string{"2026-09-01", "2026-10-01"} {
			do(w, func(a *act.Act) (purchases.Invoice, error) {
				return w.room.Enter(a, w.building, purchases.Entry{Number: fmt.Sprint(i + 1), IssuedOn: civil.Must(day), DueOn: civil.Must(day).AddDays(30), Amount: 100_00}, delta)
			})
		}
		due := func() string {
			list, err := see(w, func(v *act.View) ([]law.Deadline, error) { return w.room.DueInvoices(v, w.building) })
			if err != nil {
				t.Fatal(err)
			}
			var text []string
			for _, l := range list {
				text = append(text, fmt.Sprint(l.Args["number"], " ", l.Date))
			}
			return strings.Join(text, ", ")
		}
		if got := due(); got != "2 2026-10-31, 1 2026-10-01" {
			t.Error(got)
		}
		i, err := see(w, func(v *act.View) ([]purchases.Invoice, error) { return purchases.OfBuilding(v.Tx, w.building) })
		if err != nil {
			t.Fatal(err)
		}
		do(w, func(a *act.Act) (ledger.Entry, error) {
			return w.room.Ledger.Enter(a, w.building, ledger.Posting{Journal: ledger.Bank, On: civil.Must("2026-11-02"), Voucher: "extrait 1", Lines: []ledger.Line{
				{Account: "440", Supplier: i[0].Supplier(), Amount: 100_00}, {Account: "551", Amount: -100_00}}})
		})
		if got := due(); got != "2 2026-10-31" {
			t.Errorf("after the payment of the oldest: %s", got)
		}
	})
}
