package banking_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/banking"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/blob"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
)

var (
	may    = []act.Role{act.Syndic, act.Accountant}
	policy = act.Policy{banking.ReadBank: may, banking.ImportStatement: may, banking.BookMovement: may, ledger.ReadBooks: may, ledger.PostEntry: may, ledger.LockBooks: may, ledger.OpenBooks: may,
		property.ChangeBuilding: may}
)

const (
	current = "BE68539007547034"
	savings = "BE03731018664084"
)

type world struct {
	*testing.T
	house    *act.House
	who      act.Who
	room     *banking.Room
	register property.Room
	building id.Of[id.Building]
	mu       sync.Mutex
	clock    time.Time
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{T: t, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	w.house = &act.House{DB: d, Policy: policy, Clock: func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.clock = w.clock.Add(time.Second)
		return w.clock
	}}
	store, err := blob.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w.room = &banking.Room{Ledger: &ledger.Room{}, Blobs: store}
	w.register.Banking = []property.Banking{w.room}
	w.again()
	return w
}

// again begins with another building of another office, which knows nothing yet but its two accounts.
func (w *world) again() {
	w.who = act.Who{Office: id.New[id.Office](), House: true, Lang: i18n.FR}
	w.building = do(w, func(a *act.Act) (property.Building, error) {
		return w.register.CreateBuilding(a, property.BuildingEntry{Name: "Résidence Les Tilleuls", Denominator: 1000, Lang: i18n.FR,
			Address: property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"}})
	}).ID()
	do(w, func(a *act.Act) (property.Lot, error) {
		return w.register.AddLot(a, w.building, property.LotEntry{Label: "4B", Kind: "apartment", Shares: 1000}, nil, civil.Must("2026-01-01"))
	})
	w.account("working", current)
	w.account("reserve", savings)
	w.who = act.Who{Office: w.who.Office, Person: id.New[id.Person](), Lang: i18n.FR, Grants: []act.Grant{{Role: act.Accountant, Building: w.building}}}
}

func (w *world) account(fund, iban string) property.Account {
	w.Helper()
	return do(w, func(a *act.Act) (property.Account, error) {
		return w.register.AddAccount(a, w.building, property.AccountEntry{Fund: fund, IBAN: iban}, civil.Must("2026-01-01"))
	})
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

func (w *world) give(file string) ([]banking.Statement, error) {
	return try(w, func(a *act.Act) ([]banking.Statement, error) {
		return w.room.Import(a, w.building, "extrait.cod", []byte(file))
	})
}

// bring imports a file and gives the statuses, with reasons and differences.
func (w *world) bring(file string) string {
	w.Helper()
	list, err := w.give(file)
	if err != nil {
		w.Fatal(err)
	}
	var said []string
	for _, s := range list {
		text := string(s.Status())
		if s.Reason() != "" {
			text += " " + s.Reason() + " " + s.Difference().String()
		}
		said = append(said, text)
	}
	return strings.Join(said, ", ")
}

func (w *world) books() string {
	w.Helper()
	list := see(w, func(v *act.View) (ledger.Balances, error) {
		return ledger.BalancesAt(v.Tx, w.building, civil.Must("2030-12-31"), civil.Instant{})
	})
	var text []string
	for _, b := range list {
		if b.Net() != 0 {
			text = append(text, fmt.Sprintf("%s %d", b.Code, b.Net()))
		}
	}
	return strings.Join(text, ", ")
}

func (w *world) feed() banking.Feed {
	w.Helper()
	return see(w, func(v *act.View) (banking.Feed, error) { return w.room.Feed(v, w.building) })
}

func (w *world) movements() []banking.MovementAnswer {
	w.Helper()
	return see(w, func(v *act.View) (rest.List[banking.MovementAnswer], error) {
		return w.room.Movements(v, w.building, "", rest.Paging{Limit: 200})
	}).Items
}

func refused(t *testing.T, err error, code, field string) {
	t.Helper()
	if f := fault.As(err); f == nil || f.Code != code || f.Field != field {
		t.Errorf("got %v, want %s at %s", err, code, field)
	}
}

func eq(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

var (
	first  = bank{account: current, number: 1, day: "2026-10-01", opening: 1000_00, moves: []move{{150_00, "REF1", "Dubois", "charges", ""}, {-84_23, "REF2", "Delta", "2026-4471", ""}}}
	second = bank{account: current, number: 2, day: "2026-10-02", opening: 1065_77, moves: []move{{-18_75, "REF3", "Banque", "frais", ""}}}
	third  = bank{account: current, number: 3, day: "2026-10-03", opening: 1047_02, moves: []move{{200_00, "REF4", "Simon", "charges", ""}}}
)

func TestAStatementIsPostedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		eq(t, "first", w.bring(first.coda()), "posted")
		eq(t, "books", w.books(), "499 -6577, 551 6577")
		eq(t, "again", w.bring(first.coda()), "duplicate")
		eq(t, "with the next", w.bring(first.coda()+second.coda()), "duplicate, posted")
		eq(t, "books", w.books(), "499 -4702, 551 4702")
		eq(t, "reserve", w.bring(bank{account: savings, number: 1, day: "2026-10-01", moves: []move{{10_00, "R", "", "épargne", ""}}}.coda()), "posted")
		eq(t, "books", w.books(), "499 -5702, 550 1000, 551 4702")
		e := see(w, func(v *act.View) (ledger.Entry, error) {
			m := w.movements()[0]
			s, err := w.room.Statement(v, m.Statement)
			if err != nil {
				return ledger.Entry{}, err
			}
			return ledger.Get(v.Tx, s.Entry())
		})
		voucher, on := e.Voucher()
		eq(t, "entry", fmt.Sprint(e.Journal(), " ", voucher, " ", on, " ", e.On(), " ", len(e.Lines()), " ", e.Subject().Kind), "bank extrait 2026/2 2026-10-02 2026-10-02 2 statement")
	})
}

func TestWhatDoesNotAgreeWaitsAndIsNeverPosted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		wrong, fine := first, first
		wrong.off, fine.thousand = 1, true
		eq(t, "off by a cent", w.bring(wrong.coda()), "quarantined statement_balance -0.01")
		eq(t, "third decimal", w.bring(fine.coda()), "quarantined statement_below_cent -0.004")
		eq(t, "books", w.books(), "")
		id := w.feed().Waiting[0].ID()
		again := do(w, func(a *act.Act) (banking.Statement, error) { return w.room.Retry(a, id) })
		if again.Status() != banking.Quarantined || again.ID() != id {
			t.Errorf("%+v", again)
		}
		eq(t, "waiting", fmt.Sprint(len(w.feed().Waiting)), "2")
		eq(t, "right", w.bring(first.coda()), "posted")
		eq(t, "waiting", fmt.Sprint(len(w.feed().Waiting)), "0")
		eq(t, "another version", w.bring(wrong.coda()), "quarantined statement_balance -0.01")
		other := first
		other.moves = []move{{150_00, "REF1", "Dubois", "charges", ""}}
		eq(t, "other figures", w.bring(other.coda()), "quarantined statement_differs 84.23")
		eq(t, "books", w.books(), "499 -6577, 551 6577")
		_, err := try(w, func(a *act.Act) (banking.Statement, error) { return w.room.Drop(a, w.movements()[0].Statement) })
		refused(t, err, "statement_posted", "")
		for _, x := range w.feed().Waiting {
			do(w, func(a *act.Act) (banking.Statement, error) { return w.room.Drop(a, x.ID()) })
		}
		eq(t, "waiting", fmt.Sprint(len(w.feed().Waiting)), "0")
	})
}

func TestAStatementOfAnUnknownAccountWaitsUntilItIsEntered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		other := first
		other.account = "BE35063418943237"
		eq(t, "unknown", w.bring(other.coda()), "unknown_account")
		eq(t, "still", w.bring(other.coda()), "unknown_account")
		if f := w.feed(); len(f.Waiting) != 1 || w.books() != "" {
			t.Fatalf("%+v %s", f.Waiting, w.books())
		}
		account := w.account("other", other.account)
		s := do(w, func(a *act.Act) (banking.Statement, error) { return w.room.Retry(a, w.feed().Waiting[0].ID()) })
		eq(t, "posted", string(s.Status())+" "+w.books(), "posted 499 -6577, 552 6577")
		eq(t, "imported again", w.bring(other.coda()), "duplicate")
		_, err := try(w, func(a *act.Act) (property.Account, error) { return w.register.WithdrawAccount(a, account.ID()) })
		refused(t, err, "account_used", "")
	})
}

// The order in which files arrive, and in which format, changes nothing of what is posted.
func TestTheOrderOfImportsDoesNotMatter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		twice := bank{account: current, number: 4, day: "2026-10-04", opening: 1247_02, moves: []move{{5_00, "SAME", "", "a", ""}, {5_00, "SAME", "", "b", ""}}}
		week := bank{account: current, number: 40, day: "2026-10-04", from: "2026-10-01", opening: first.opening}
		for _, b := range []bank{first, second, third, twice} {
			for _, m := range b.moves {
				m.booked = b.day
				week.moves = append(week.moves, m)
			}
		}
		files := []string{first.coda(), second.coda(), third.coda(), twice.coda(), camt(week), second.coda() + third.coda(), camt(first), camt(third, twice)}
		r := rand.New(rand.NewPCG(3, 7))
		for round := range 12 {
			if round > 0 {
				w.again()
			}
			r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
			for _, f := range files {
				if said := w.bring(f); strings.Contains(said, "quarantined") {
					t.Errorf("round %d: %s", round, said)
				}
			}
			eq(t, "books", w.books(), "499 -25702, 551 25702")
			var amounts []int64
			for _, m := range w.movements() {
				amounts = append(amounts, int64(m.Amount))
			}
			slices.Sort(amounts)
			eq(t, "movements", fmt.Sprint(amounts), "[-8423 -1875 500 500 15000 20000]")
			for _, f := range files {
				if said := w.bring(f); strings.Contains(said, "posted") {
					t.Errorf("again: %s", said)
				}
			}
			if f := w.feed(); len(f.Accounts[0].Gaps) != 0 || f.Accounts[0].Why != "opening" {
				t.Errorf("round %d: %d gaps, %s", round, len(f.Accounts[0].Gaps), f.Accounts[0].Why)
			}
		}
	})
}

func TestTheSameAmountWithoutReferenceIsNotCountedTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		bare := first
		bare.moves = []move{{150_00, "", "Dubois", "charges", ""}}
		bare.number = 9
		eq(t, "coda", w.bring(bare.coda()), "posted")
		eq(t, "camt", w.bring(camt(bare)), "quarantined statement_alike 0.00")
		eq(t, "books", w.books(), "499 -15000, 551 15000")
	})
}

func TestGapsAreSeenAndCloseWhenTheMissingOneArrives(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.bring(first.coda())
		w.bring(third.coda())
		gaps := w.feed().Accounts[0].Gaps
		if len(gaps) != 1 || gaps[0].From != 2 || gaps[0].To != 2 || gaps[0].Difference == nil || *gaps[0].Difference != -18_75 {
			t.Fatalf("%+v", gaps)
		}
		eq(t, "why", w.feed().Accounts[0].Why, "both")
		w.bring(camt(second)) // in the other format
		if gaps := w.feed().Accounts[0].Gaps; len(gaps) != 0 {
			t.Errorf("%+v", gaps)
		}
		f := w.feed()
		if f.Accounts[0].Last.EndsOn() != civil.Must("2026-10-03") || f.Todo != 4 || f.Accounts[0].Why != "opening" {
			t.Errorf("%+v", f.Accounts[0])
		}
		do(w, func(a *act.Act) (ledger.Entry, error) { // the opening balance is entered
			return w.room.Ledger.Enter(a, w.building, ledger.Posting{On: civil.Must("2026-09-30"), Voucher: "bilan", Lines: []ledger.Line{{Account: "551", Amount: 1000_00}, {Account: "100", Amount: -1000_00}}})
		})
		if difference, known := w.feed().Accounts[0].Difference(); difference != 0 || !known {
			t.Errorf("%d %v", difference, known)
		}
	})
}

func TestTwoImportsAtTheSameMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		var wg sync.WaitGroup
		said := make([]string, 2)
		for i := range said {
			wg.Go(func() {
				list, err := w.give(first.coda())
				if err != nil {
					said[i] = err.Error()
					return
				}
				said[i] = string(list[0].Status())
			})
		}
		wg.Wait()
		slices.Sort(said)
		eq(t, "both", strings.Join(said, " "), "duplicate posted")
		eq(t, "books", w.books(), "499 -6577, 551 6577")
	})
}

func TestALockedPeriodIsPostedOnTheFirstOpenDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		do(w, func(a *act.Act) (ledger.Lock, error) {
			return w.room.Ledger.Lock(a, w.building, civil.Must("2026-10-31"))
		})
		eq(t, "posted", w.bring(first.coda()), "posted")
		m := w.movements()[0]
		e := see(w, func(v *act.View) (ledger.Entry, error) {
			s, err := w.room.Statement(v, m.Statement)
			if err != nil {
				return ledger.Entry{}, err
			}
			return ledger.Get(v.Tx, s.Entry())
		})
		eq(t, "days", e.On().String()+" "+m.BookedOn.String(), "2026-11-01 2026-10-01")
		future := second
		future.day = "2027-01-01"
		eq(t, "of the future", w.bring(future.coda()), "posted")
		do(w, func(a *act.Act) (ledger.Lock, error) {
			return w.room.Ledger.Lock(a, w.building, civil.Must("2026-11-22"))
		})
		_, err := w.give(third.coda())
		refused(t, err, "books_locked", "on")
	})
}

func TestAMovementIsBookedByHandAndBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.bring(first.coda())
		out := w.movements()[slices.IndexFunc(w.movements(), func(m banking.MovementAnswer) bool { return m.Amount < 0 })]
		book := func(splits ...banking.Split) error {
			_, err := try(w, func(a *act.Act) (banking.Movement, error) { return w.room.Book(a, out.ID, splits) })
			return err
		}
		refused(t, book(), "required", "splits")
		refused(t, book(banking.Split{Account: "499"}), "booking_suspense", "splits[0].account")
		refused(t, book(banking.Split{Account: "550"}), "booking_bank", "splits[0].account")
		refused(t, book(banking.Split{Account: "999"}), "account_unknown", "splits[0].account")
		refused(t, book(banking.Split{Account: "61011", Amount: -80_00}, banking.Split{Account: "4100", Amount: -4_23}), "entry_party", "splits[1].party_id")
		refused(t, book(banking.Split{Account: "61011", Amount: -80_00}), "booking_sum", "splits")
		if err := book(banking.Split{Account: "61011", Amount: -80_00}, banking.Split{Account: "61012", Amount: -4_23}); err != nil {
			t.Fatal(err)
		}
		eq(t, "books", w.books(), "499 -15000, 551 6577, 61011 8000, 61012 423")
		refused(t, book(banking.Split{Account: "61011"}), "movement_booked", "")
		do(w, func(a *act.Act) (banking.Movement, error) { return w.room.Unbook(a, out.ID) })
		eq(t, "books", w.books(), "499 -6577, 551 6577")
		_, err := try(w, func(a *act.Act) (banking.Movement, error) { return w.room.Unbook(a, out.ID) })
		refused(t, err, "movement_not_booked", "")
		if err := book(banking.Split{Account: "61011"}); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatCannotBeReadSaysWhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		cut := strings.Join(strings.Split(first.coda(), "\n")[:3], "\n")
		for file, code := range map[string]string{"": "statement_empty_file", "bonjour": "statement_type", cut: "coda_truncated", "<a/>": "camt_root", "<!DOCTYPE a []><a/>": "xml_doctype",
			strings.Replace(first.coda(), "0000000000150000", "00000000001500x0", 1): "coda_amount"} {
			_, err := w.give(file)
			refused(t, err, code, "file")
			for _, l := range i18n.Langs {
				if s := rest.Sentence(l, fault.As(err)); s == "" || strings.Contains(s, "{") || strings.Contains(s, "«") && l != i18n.FR {
					t.Errorf("%s %s: %q", l, code, s)
				}
			}
		}
		eq(t, "books", w.books(), "")
	})
}

// Every sample waits while its account is unknown; once it is entered, those that do not agree with themselves are in quarantine and the others are posted.
var plain = regexp.MustCompile("^[0-9X]{12}$")

// The money of a statement from before the opening is in the balances that were carried over: it would count twice.
func TestAStatementFromBeforeTheBooksWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		do(w, func(a *act.Act) (ledger.Opening, error) {
			return w.room.Ledger.DraftOpening(a, w.building, ledger.Opening{On: civil.Must("2026-10-02"), Voucher: "bilan", Lines: []ledger.Line{{Account: "551", Amount: 1047_02}, {Account: "100", Amount: -1047_02}}})
		})
		do(w, func(a *act.Act) (ledger.Entry, error) { return w.room.Ledger.ActivateOpening(a, w.building) })
		if got := w.bring(second.coda()); !strings.HasPrefix(got, "quarantined statement_before_books") {
			t.Error(got)
		}
		if got := w.bring(third.coda()); got != "posted" {
			t.Error(got)
		}
		if difference, known := w.feed().Accounts[0].Difference(); difference != 0 || !known {
			t.Errorf("the books and the bank differ by %d %v", difference, known)
		}
	})
}
