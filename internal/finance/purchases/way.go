package purchases

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"unicode"

	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/kernel/money"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"

	"github.com/BurntSushi/toml"
)

// State is where an invoice stands on its way.
type State string

// The states. Paid is no state of its own making: it follows from the supplier's account in the books.
const (
	Draft     State = "draft"     // came in, and nobody has taken it up yet: it counts nowhere
	Submitted State = "submitted" // booked, and waits for approval
	Approved  State = "approved"  // may be paid
	Refused   State = "refused"   // its booking is reversed; it may be revised and submitted anew
)

// In names the state for a reader.
func (s State) In(l i18n.Lang) string { return i18n.Say(l, "purchases.status_"+string(s)) }

// Rule is who approves in a building.
type Rule struct {
	CouncilFrom *money.Cents // from this amount on the council approves; nil: never asked
}

// Step is a move on the way of an invoice.
type Step struct {
	Kind      string // submitted, approved, refused, withdrawn
	At        civil.Instant
	By        id.Of[id.Person]
	Reason    string
	Exception bool // approved by who had submitted it, for want of anybody else
}

func (s *Step) fields() []any { return []any{&s.Kind, &s.At, &s.By, &s.Reason, &s.Exception} }

// Counts tells whether the invoice is booked and shared: submitted or approved, and not cancelled.
func (i Invoice) Counts() bool {
	return !i.Cancelled() && (i.state == Submitted || i.state == Approved)
}

// State is where it stands; a cancelled one keeps the state in which it was.
func (i Invoice) State() State { return i.state }

// Account is the account on which it is booked.
func (i Invoice) Account() string { return i.entry.Account }

// Entry is its booking in the ledger; none while it is not booked.
func (i Invoice) Entry() id.Of[id.LedgerEntry] { return i.booked }

// Private is the party that it concerns alone; none for costs of the association.
func (i Invoice) Private() id.Of[id.Party] { return i.entry.Private }

// Submitter is who submitted it.
func (i Invoice) Submitter() id.Of[id.Person] { return i.submitter }

// posting is the booking of the invoice (law.md 8.5): cost against supplier; a private cost is called from its party at once; what a party advanced is owed to
// the party and no longer to the supplier. VAT is a cost: an association is not registered for it.
func (i Invoice) posting(on civil.Date, supplier string) ledger.Posting {
	e := i.entry
	p := ledger.Posting{Journal: ledger.Purchases, On: on, Voucher: e.Number, VoucherOn: e.IssuedOn, SHA256: i.voucher.ref.SHA256, Text: strings.TrimSuffix(supplier+", "+e.Description, ", "),
		Subject: ledger.Subject{Kind: "invoice", ID: id.As[id.Any](i.id)}}
	line := func(account string, amount money.Cents) *ledger.Line {
		p.Lines = append(p.Lines, ledger.Line{Account: account, Amount: amount})
		return &p.Lines[len(p.Lines)-1]
	}
	line(e.Account, e.Amount)
	line(ledger.Suppliers, e.Amount.Neg()).Supplier = e.Supplier
	if !e.Private.None() {
		line(ledger.Called, e.Amount).Party = e.Private
		line(ledger.Reinvoiced, e.Amount.Neg())
	}
	if !e.Advanced.None() {
		line(ledger.Suppliers, e.Amount).Supplier = e.Supplier
		line(ledger.Called, e.Amount.Neg()).Party = e.Advanced
	}
	return p
}

// book posts the invoice on its own day, or on the first open day when its books are locked. A day to come is booked today: an invoice may be dated ahead.
func (r *Room) book(a *act.Act, i *Invoice, supplier string) error {
	lock, err := ledger.LoadLock(a.Tx, i.building)
	if err != nil {
		return err
	}
	on := i.entry.IssuedOn
	if on.After(a.Today) {
		on = a.Today
	}
	e, err := r.Ledger.Post(a, i.building, i.posting(lock.FirstOpen(on), supplier))
	if f := fault.As(err); f != nil && strings.HasPrefix(f.Field, "lines[0]") {
		return f.At("account")
	}
	i.booked = e.ID()
	return err
}

// unbook reverses the booking.
func (r *Room) unbook(a *act.Act, i *Invoice, reason string) error {
	if i.booked.None() {
		return nil
	}
	_, err := r.Ledger.Undo(a, i.booked, reason)
	i.booked = id.Of[id.LedgerEntry]{}
	return err
}

// Submit takes up a draft or a revised invoice: it is booked, and waits for approval. Fault: invoice_way.
func (r *Room) Submit(a *act.Act, invoice id.Of[id.Invoice]) (Invoice, error) {
	i, err := r.toChange(a, invoice, EnterInvoice)
	if err != nil {
		return i, err
	}
	if i.Cancelled() || i.state != Draft {
		return i, i.wrongWay(a)
	}
	if i.entry.IssuedOn.None() || i.entry.Amount == 0 {
		return i, fault.Invalid("required", "issued_on")
	}
	return i, r.submit(a, &i)
}

func (r *Room) submit(a *act.Act, i *Invoice) error {
	s, err := r.Suppliers.Named(a.Tx, i.entry.Supplier)
	if err != nil {
		return err
	}
	if err := r.book(a, i, s); err != nil {
		return err
	}
	i.state, i.submitter = Submitted, a.Who.Person
	a.Record(InvoiceSubmitted{Building: i.building, Invoice: i.id, Amount: i.entry.Amount})
	return r.step(a, i, Step{Kind: "submitted"})
}

// step keeps a move and where the invoice stands after it.
func (r *Room) step(a *act.Act, i *Invoice, s Step) error {
	if _, err := a.Exec(addStep, id.New[id.Any](), i.id, i.building, s.Kind, a.Now, a.Who.Person, s.Reason, s.Exception); err != nil {
		return err
	}
	_, err := a.Exec(setState, i.id, string(i.state), i.booked, i.submitter)
	return err
}

func (i Invoice) wrongWay(a *act.Act) error {
	if i.Cancelled() {
		return fault.Conflict("invoice_cancelled").With("date", i.cancelled)
	}
	return fault.Conflict("invoice_way").With("state", i.state.In(a.Who.Lang))
}

// Approve lets an invoice be paid. Who submitted it does not approve it, unless nobody else runs the building and a reason is recorded. Two at the same moment:
// the first wins, the second is told. Faults: invoice_way, approval_own, approval_exception at reason, approval_council.
func (r *Room) Approve(a *act.Act, invoice id.Of[id.Invoice], exception string) (Invoice, error) {
	i, err := r.toChange(a, invoice, ApproveInvoice)
	if err != nil {
		return i, err
	}
	if i.Cancelled() || i.state != Submitted && i.state != Draft {
		return i, i.wrongWay(a)
	}
	rule, err := LoadRule(a.Tx, i.building)
	if err != nil {
		return i, err
	}
	officers, err := office.Holding(a.Tx, act.Syndic, i.building, a.Today)
	if err != nil {
		return i, err
	}
	approver := Approver{Council: slices.Contains(a.Who.RolesIn(i.building), act.Council), Own: !a.Who.Person.None() && a.Who.Person == i.submitter, Alone: len(officers) < 2, Exception: exception}
	excepted, err := rule.Judge(i.entry.Amount, approver)
	if err != nil {
		return i, err
	}
	if i.state == Draft { // it came in by itself: who brought it in submitted it, and one key does the rest
		by := i.submitter
		if err := r.submit(a, &i); err != nil {
			return i, err
		}
		i.submitter = by
	}
	i.state = Approved
	a.Record(InvoiceApproved{Building: i.building, Invoice: i.id, Exception: excepted})
	s := Step{Kind: "approved", Exception: excepted}
	if excepted {
		s.Reason = strings.TrimSpace(exception)
	}
	return i, r.step(a, &i, s)
}

// Refuse sends an invoice back with a reason; its booking is reversed. Faults: invoice_way, required at reason.
func (r *Room) Refuse(a *act.Act, invoice id.Of[id.Invoice], reason string) (Invoice, error) {
	i, err := r.toChange(a, invoice, ApproveInvoice)
	if err != nil {
		return i, err
	}
	reason = strings.TrimSpace(reason)
	switch {
	case i.Cancelled() || i.state != Submitted:
		return i, i.wrongWay(a)
	case reason == "":
		return i, fault.Invalid("required", "reason")
	case len([]rune(reason)) > 300:
		return i, fault.Invalid("too_long", "reason").With("max", 300)
	}
	if err := r.unbook(a, &i, reason); err != nil {
		return i, err
	}
	i.state = Refused
	a.Record(InvoiceRefused{Building: i.building, Invoice: i.id})
	return i, r.step(a, &i, Step{Kind: "refused", Reason: reason})
}

// Revise changes what a draft or a refused invoice says, and submits it when it is whole. What was booked is never changed: it is reversed first, by a refusal.
// Faults: those of Enter, invoice_way.
func (r *Room) Revise(a *act.Act, invoice id.Of[id.Invoice], e Entry) (Invoice, error) {
	i, err := r.toChange(a, invoice, EnterInvoice)
	if err != nil {
		return i, err
	}
	if i.Cancelled() || i.state != Draft && i.state != Refused {
		return i, i.wrongWay(a)
	}
	if e.Supplier.None() {
		e.Supplier = i.entry.Supplier
	}
	draft := e.Draft
	made, err := r.made(a, i.building, e, nil)
	if err != nil {
		return i, err
	}
	made.id, made.entered, made.voucher, made.state = i.id, a.Now, i.voucher, Draft
	if err := r.unlike(a.Tx, made); err != nil {
		return i, err
	}
	if err := change(a.Tx, made); err != nil {
		return i, err
	}
	a.Record(InvoiceRevised{Building: i.building, Invoice: i.id, Amount: made.entry.Amount})
	if draft {
		return made, r.step(a, &made, Step{Kind: "withdrawn"})
	}
	return made, r.submit(a, &made)
}

// Steps is the way of an invoice so far.
func Steps(tx *db.Tx, invoice id.Of[id.Invoice]) ([]Step, error) {
	return db.All(tx.Query(stepsOf, invoice), (*Step).fields)
}

// LoadRule reads who approves in a building.
func LoadRule(tx *db.Tx, building id.Of[id.Building]) (Rule, error) {
	rule, _, err := db.First(tx.Query(ruleOf, building), func(r *Rule) []any { return []any{&r.CouncilFrom} })
	return rule, err
}

// SetRule says who approves in a building from now on. Fault: approval_amount.
func (r *Room) SetRule(a *act.Act, building id.Of[id.Building], rule Rule) (Rule, error) {
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return rule, err
	}
	if err := a.Allow(ChangeRule, building); err != nil {
		return rule, err
	}
	if rule.CouncilFrom != nil && *rule.CouncilFrom <= 0 {
		return rule, fault.Invalid("approval_amount", "council_from_cents")
	}
	a.Record(RuleChanged{Building: building, CouncilFrom: rule.CouncilFrom})
	var from any // nothing, or an amount
	if rule.CouncilFrom != nil {
		from = *rule.CouncilFrom
	}
	_, err := a.Exec(setRule, building, from, a.Now)
	return rule, err
}

// Proposal is how an invoice would be booked, and what made one think so.
type Proposal struct {
	Account string
	Key     id.Of[id.Key]
	Tenant  int64 // percent that a tenant would bear
	Because string
}

// The reasons of a proposal.
const (
	ByHand     = "hand"     // somebody said so
	ByContract = "contract" // as the contract with this supplier says
	Learned    = "learned"  // as the last invoice of this supplier
	ByWords    = "words"    // what it is for, or who sends it
	Fallback   = "fallback"
)

//go:embed hints.toml
var hintsFile []byte

var hints, hintWords = readHints()

func readHints() (map[string]string, []string) {
	var file struct{ Words map[string]string }
	if err := toml.Unmarshal(hintsFile, &file); err != nil {
		panic("purchases: hints.toml: " + err.Error())
	}
	return file.Words, slices.SortedFunc(maps.Keys(file.Words), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b)) // the longest says most
	})
}

// otherCosts is where a cost stands of which nothing is known: miscellaneous, until somebody says better.
const otherCosts = "6109"

// expect guesses the account from words; ok is false when none occurs.
func expect(texts ...string) (account string, ok bool) {
	for _, text := range texts {
		words := strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		for i := range words {
			words[i] = property.Fold(words[i])
		}
		for _, hint := range hintWords {
			if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, hint) }) {
				return hints[hint], true
			}
		}
	}
	return "", false
}

// propose chooses what nobody said: as the contract with the supplier says that ran on the day of the invoice, as with the last invoice of the supplier in this building, by words, or as a miscellaneous cost.
func (r *Room) propose(tx *db.Tx, building id.Of[id.Building], e Entry, supplier string) (Proposal, error) {
	agreed, err := db.All(tx.Query(contractsFor, building, e.Supplier), (*Contract).fields)
	if err != nil {
		return Proposal{}, err
	}
	for _, c := range agreed {
		if e.Private.None() && c.Runs(e.IssuedOn) {
			return Proposal{Account: c.terms.Account, Key: c.terms.Key, Because: ByContract}, nil
		}
	}
	last, found, err := db.First(tx.Query(lastOf, building, e.Supplier), (*Invoice).fields)
	if err != nil {
		return Proposal{}, err
	}
	if found && last.entry.Account != "" {
		return Proposal{Account: last.entry.Account, Key: last.entry.Key, Tenant: last.entry.Tenant, Because: Learned}, nil
	}
	if !e.Private.None() {
		return Proposal{Account: ledger.PrivateCosts, Because: ByWords}, nil
	}
	if account, ok := expect(e.Description, supplier); ok {
		return Proposal{Account: account, Because: ByWords}, nil
	}
	return Proposal{Account: otherCosts, Because: Fallback}, nil
}

// DueInvoices offers the invoices that wait to be paid, by the day until which their supplier waits. What is paid follows from the supplier's account in the books:
// payments cover the oldest first, so the newest are the ones still owed.
func (r *Room) DueInvoices(v *act.View, building id.Of[id.Building]) (days []law.Deadline, err error) {
	invoices, err := OfBuilding(v.Tx, building)
	if err != nil {
		return nil, err
	}
	balances, err := ledger.BalancesAt(v.Tx, building, v.Today, civil.Instant{})
	if err != nil {
		return nil, err
	}
	owed := map[id.Of[id.Supplier]]money.Cents{}
	for _, b := range balances {
		if s := b.Supplier(); !s.None() {
			owed[s] = owed[s].Sub(b.Net())
		}
	}
	for _, i := range slices.Backward(invoices) {
		if !i.Counts() || i.Amount() <= 0 || !i.entry.Advanced.None() || owed[i.Supplier()] <= 0 {
			continue
		}
		owed[i.Supplier()] = owed[i.Supplier()].Sub(i.Amount())
		if i.DueOn().None() {
			continue
		}
		name, err := r.Suppliers.Named(v.Tx, i.Supplier())
		if err != nil {
			return nil, err
		}
		days = append(days, law.Deadline{Key: "purchases/invoice/" + i.id.String() + "/due", Path: pageOf(i.id), What: "purchases.deadline_pay", Args: map[string]any{"number": i.Number(), "supplier": name}, Whom: "law.whom_syndic", Date: i.DueOn()})
	}
	return days, nil
}
