package purchases_test

import (
	"strings"
	"testing"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

func (w *world) conclude(t purchases.Terms) (purchases.Contract, error) {
	return try(w, func(a *act.Act) (purchases.Contract, error) {
		if t.Supplier.None() {
			return w.room.Conclude(a, w.building, t, delta)
		}
		return w.room.Conclude(a, w.building, t, nil)
	})
}

func (w *world) agreement(c purchases.Contract) purchases.ShownContract {
	w.Helper()
	s, err := see(w, func(v *act.View) (purchases.ShownContract, error) { return w.room.Agreement(v, c.ID()) })
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// decide enters a decision of an earlier assembly.
func (w *world) decide(on string) decisions.Decision {
	w.Helper()
	before := w.who
	defer func() { w.who = before }()
	w.who = act.Who{Office: before.Office, House: true}
	return do(w, func(a *act.Act) (decisions.Decision, error) {
		return (&decisions.Room{}).Enter(a, w.building, decisions.Entry{Assembly: civil.Must(on), Title: "Ascenseur", Text: "L’assemblée autorise le contrat."}, decisions.Plan{})
	})
}

// appoint makes the office the syndic.
func (w *world) appoint(from, until string) {
	w.Helper()
	before := w.who
	defer func() { w.who = before }()
	w.who = act.Who{Office: before.Office, House: true}
	do(w, func(a *act.Act) (mandates.Mandate, error) {
		return (&mandates.Room{}).Appoint(a, w.building, mandates.Entry{Kind: mandates.Syndic, Holder: mandates.Holder{Office: true}, Origin: mandates.ByCourt, Reference: "ord.", Appointed: civil.Must(from), From: civil.Must(from), Until: civil.Must(until)})
	})
}

// Art. 3.89 §1: without an express decision of the assembly, no commitment beyond the syndic's mandate.
func TestAContractBeyondTheMandateNeedsADecision(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		terms := purchases.Terms{What: "Entretien de l’ascenseur", From: civil.Must("2026-07-01"), Until: civil.Must("2030-06-30"), Notice: 3}
		free, err := w.conclude(terms)
		if err != nil {
			t.Fatal(err)
		}
		if s := w.agreement(free); s.Warning != "contract_no_mandate" {
			t.Errorf("no mandate is on file, and it warns %q", s.Warning)
		}
		w.appoint("2026-06-01", "2029-05-31")
		_, err = w.conclude(terms)
		refused(t, err, "contract_beyond_mandate", "decision_id")
		if f := fault.As(err); f.Article != "3.89 §1" || !strings.Contains(rest.Sentence("fr", f), "31 mai 2029") {
			t.Errorf("%s %s", f.Article, rest.Sentence("fr", f))
		}
		within := terms
		within.Until = civil.Must("2029-05-31") // on its very last day the mandate still holds
		if c, err := w.conclude(within); err != nil || w.agreement(c).Warning != "" {
			t.Error(err)
		}
		open := terms
		open.Until = civil.Date{}
		if c, err := w.conclude(open); err != nil || !c.NoticeBy().None() {
			t.Error("until notice binds for no term:", err)
		}
		terms.Decision = id.New[id.Decision]()
		_, err = w.conclude(terms)
		refused(t, err, "contract_decision", "decision_id")
		decided := w.decide("2026-05-12")
		terms.Decision = decided.ID()
		c, err := w.conclude(terms)
		if err != nil {
			t.Fatal(err)
		}
		cited, err := see(w, func(v *act.View) (bool, error) { return w.room.Cites(v.Tx, decided.ID()) })
		if err != nil || !cited {
			t.Error("the decision is not held back from being taken back", err)
		}
		longer := c.Terms()
		longer.Decision = id.Of[id.Decision]{}
		_, err = try(w, func(a *act.Act) (purchases.Contract, error) { return w.room.Amend(a, c.ID(), longer) })
		refused(t, err, "contract_beyond_mandate", "decision_id")
	})
}

// Art. 3.89 §5 13°: with the syndic, a relative or a linked company only with an authorisation beforehand.
func TestAContractWithTheSyndicNeedsAnAuthorisationBeforehand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		terms := purchases.Terms{What: "Nettoyage", From: civil.Must("2026-05-01"), Own: true}
		_, err := w.conclude(terms)
		refused(t, err, "contract_own", "decision_id")
		terms.Decision = w.decide("2026-05-12").ID()
		_, err = w.conclude(terms)
		refused(t, err, "contract_own_late", "decision_id")
		terms.Signed, terms.From = civil.Must("2026-05-13"), civil.Must("2026-06-01")
		if _, err = w.conclude(terms); err != nil {
			t.Error(err)
		}
	})
}

func TestNoticeIsCountedBackFromTheLastDay(t *testing.T) {
	for _, c := range []struct {
		last   string
		notice int64
		unit   purchases.Unit
		by     string
	}{
		{"2027-12-31", 3, "months", "2027-09-30"}, {"2027-12-31", 0, "months", "2027-12-31"}, {"2028-02-29", 1, "months", "2028-01-31"},
		{"2027-12-31", 4, "weeks", "2027-12-03"}, {"2027-12-31", 90, "days", "2027-10-02"},
	} {
		if got := purchases.NoticeBy(civil.Must(c.last), c.notice, c.unit); got != civil.Must(c.by) {
			t.Errorf("%d %s before %s: %s, not %s", c.notice, c.unit, c.last, got, c.by)
		}
	}
}

// What the contract says goes before what earlier invoices have taught.
func TestAContractProposesTheBooking(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		if i, err := w.enter("1", "2026-09-01", 100_00, delta); err != nil || i.Account() != "61011" {
			t.Fatal(err, i.Account())
		}
		syndic := w.who
		w.who = w.as(act.Syndic)
		lift := do(w, func(a *act.Act) (keys.Key, error) {
			return (&keys.Room{}).AddKey(a, w.building, keys.Entry{Name: "Ascenseur", Kind: "lots", Lots: []keys.Weighted{{Lot: w.lot}}})
		})
		w.who = syndic
		if _, err := w.conclude(purchases.Terms{What: "Contrôle", From: civil.Must("2026-10-01"), Until: civil.Must("2026-12-31"), Account: "61012", Key: lift.ID()}); err != nil {
			t.Fatal(err)
		}
		i, err := w.enter("2", "2026-10-01", 100_00, delta)
		if err != nil || i.Account() != "61012" || i.Key() != lift.ID() {
			t.Error(err, i.Account(), i.Key())
		}
		if i, err := w.enter("3", "2026-09-30", 100_00, delta); err != nil || i.Account() == "61012" && i.Key() == lift.ID() {
			t.Error("before its first day a contract proposes nothing:", err, i.Account())
		}
	})
}

// Art. 3.89 §5 12°: the ordinary assembly is owed a report on each contract of regular supply.
func TestAContractIsEvaluatedForTheOrdinaryAssembly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		before := w.who
		w.who = act.Who{Office: before.Office, House: true}
		start, _ := civil.NewFiscalStart(6, 1)
		do(w, func(a *act.Act) (property.Particulars, error) {
			return w.register.SetParticulars(a, w.building, property.Particulars{Region: "BXL", Assembly: start}, property.Saying{From: civil.Must("2026-01-01")})
		})
		w.who = before
		c, err := w.conclude(purchases.Terms{What: "Énergie", From: civil.Must("2026-01-01"), Until: civil.Must("2027-12-31"), Notice: 2})
		if err != nil {
			t.Fatal(err)
		}
		days := func() string {
			list, err := see(w, func(v *act.View) ([]law.Deadline, error) { return w.room.ContractDeadlines(v, w.building) })
			if err != nil {
				t.Fatal(err)
			}
			var text []string
			for _, x := range list {
				text = append(text, x.Key[strings.LastIndex(x.Key, "/")+1:]+" "+x.Date.String()+" "+x.Article+" "+x.Done.String())
			}
			return strings.Join(text, "; ")
		}
		if got := days(); got != "notice 2027-10-31  ; report 2027-06-01 3.89 §5, 12° " {
			t.Errorf("%q", got)
		}
		if s := w.agreement(c); !s.ToReport() {
			t.Error("the next ordinary assembly is owed a report")
		}
		evaluate := func(e purchases.Evaluation) error {
			_, err := try(w, func(a *act.Act) (purchases.Evaluation, error) { return w.room.Evaluate(a, c.ID(), e) })
			return err
		}
		refused(t, evaluate(purchases.Evaluation{Text: "Bien", Rating: 4}), "forbidden", "")
		w.who = w.as(act.Syndic)
		refused(t, evaluate(purchases.Evaluation{Text: " "}), "required", "text")
		refused(t, evaluate(purchases.Evaluation{Text: "x", Year: 2025}), "evaluation_year", "year")
		for _, text := range []string{"Bien", "Bien, mais cher"} { // the later one counts
			if err := evaluate(purchases.Evaluation{Text: text, Rating: 4}); err != nil {
				t.Fatal(err)
			}
		}
		s := w.agreement(c)
		if s.ToReport() || len(s.Evaluations) != 1 || s.Evaluations[0].Text != "Bien, mais cher" || s.Evaluations[0].Year != 2027 {
			t.Errorf("%+v", s.Evaluations)
		}
		if got := days(); !strings.HasSuffix(got, "report 2027-06-01 3.89 §5, 12° 2026-11-22") {
			t.Errorf("%q", got)
		}
		_, err = try(w, func(a *act.Act) (purchases.Contract, error) {
			return w.room.EndContract(a, c.ID(), civil.Must("2028-01-01"), "x")
		})
		refused(t, err, "contract_end_after", "on")
		do(w, func(a *act.Act) (purchases.Contract, error) {
			return w.room.EndContract(a, c.ID(), civil.Must("2026-12-31"), "trop cher")
		})
		if got := days(); got != "" {
			t.Errorf("an ended contract sets no days: %q", got)
		}
	})
}
