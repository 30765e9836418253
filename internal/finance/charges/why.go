package charges

import (
	"strings"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/formats/epcqr"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
)

// Why is all that answers one party's question "why do I pay this?", from the invoice to the cent.
type Why struct {
	Building    property.Building
	Association string // its name with the kind of legal person: ACP Résidence Les Tilleuls
	Invoice     purchases.Invoice
	Supplier    string
	Basis       purchases.Basis // the day, the register and the key by which it is shared
	Parts       Apportionment   // of all lots; the parties in it are not for the eyes of an owner
	Lots        []WhyLot        // every lot of the building that day, in the order of the deed
	Part        PartyPart       // what the asking party bears, with its lots and members

	Weight int64       // the weights of the party's lots together
	Floor  money.Cents // their exact shares, each cut to the cent
	Cents  int64       // how many of the cents left over the party's lots got

	Communication belgium.OGM
	Account       belgium.IBAN // the association's working account; none when none is set
	Payload       string       // what a bank's app scans; empty when there is nothing to pay or no account
	Matrix        [][]bool     // the same as a code
}

// WhyLot is a lot of the building, and what it is to the question.
type WhyLot struct {
	Lot    property.Lot
	Weight int64
	Shares bool // it takes part in the key
	Mine   bool // it is of the party that asks
}

// Why answers the question of one party about one invoice. A reader may ask for the parties to which they belong; whoever keeps or controls the
// accounts, for all.
func (r *Room) Why(v *act.View, invoice id.Of[id.Invoice], party id.Of[id.Party]) (Why, error) {
	s, d, err := load(v, invoice)
	if err != nil {
		return Why{}, err
	}
	part, err := d.whose(s, party)
	if err != nil {
		return Why{}, err
	}
	w := Why{Building: d.register.Building, Association: d.register.Building.Association(), Invoice: s.Invoice, Supplier: s.Supplier,
		Basis: s.Basis, Parts: s.Parts, Part: part, Communication: part.Party.Communication()}
	w.count()
	accounts, err := property.MainAccounts(v.Tx, w.Building.ID())
	if err != nil {
		return w, err
	}
	for _, a := range accounts {
		if a.Fund() == "working" {
			w.Account = a.IBAN()
		}
	}
	return w, w.payable()
}

// count adds up what the party's lots weigh and get, and looks at each lot of the building.
func (w *Why) count() {
	weights, mine := map[id.Of[id.Lot]]int64{}, map[id.Of[id.Lot]]bool{}
	for _, l := range w.Parts.Lots {
		weights[l.Lot.ID()] = l.Weight
	}
	for _, l := range w.Part.Lots {
		mine[l.Lot.ID()] = true
		w.Weight += l.Weight
		w.Floor = w.Floor.Add(l.Floor)
		if l.Cent {
			w.Cents++
		}
	}
	for _, l := range w.Basis.Register.LotsOf(w.Part.Party.ID()) {
		mine[l.ID()] = true
	}
	for _, l := range w.Basis.Register.Lots {
		weight, shares := weights[l.ID()]
		w.Lots = append(w.Lots, WhyLot{Lot: l, Weight: weight, Shares: shares, Mine: mine[l.ID()]})
	}
}

// payable makes the code for the bank's app, when there is something to pay and an account to pay to.
func (w *Why) payable() error {
	if w.Part.Amount <= 0 || w.Account.None() || w.Invoice.Cancelled() || w.Part.Amount > epcqr.MaxAmount {
		return nil
	}
	transfer := epcqr.Transfer{Name: cut(w.Association, epcqr.MaxName), IBAN: w.Account, Amount: w.Part.Amount, Communication: w.Communication}
	payload, err := transfer.Payload()
	if err != nil {
		return err
	}
	w.Payload = payload
	w.Matrix, err = epcqr.Matrix(payload)
	return err
}

// cut shortens a name that a bank would refuse.
func cut(s string, limit int) string {
	if runes := []rune(s); len(runes) > limit {
		s = strings.TrimSpace(string(runes[:limit]))
	}
	return s
}

// Step is one link of the answer, in words.
type Step struct {
	Name    string // invoice, key, share, rounding, total
	Title   string
	Text    string
	Formula []string // one computation for each lot
	Result  string
	Unit    string // small, after the result
}

// Title is the question in words: why do I pay, why do I get back, why do I pay nothing.
func (w Why) Title(l i18n.Lang) string {
	amount := w.Part.Amount
	switch {
	case amount < 0:
		return i18n.Say(l, "charges.why_back", "amount", amount.Neg())
	case amount == 0:
		return i18n.Say(l, "charges.why_nothing")
	}
	return i18n.Say(l, "charges.why_pay", "amount", amount)
}

// Lead is the answer in one sentence.
func (w Why) Lead(l i18n.Lang) string {
	key := w.Basis.Key.Name(l)
	if w.Weight == 0 {
		return i18n.Say(l, "charges.lead_nothing", "key", key)
	}
	return i18n.Say(l, "charges.lead", "lots", int64(len(w.Part.Lots)), "labels", w.labels(), "weight", w.Weight, "weights", w.Parts.Weights,
		"unit", w.unit(l, w.Parts.Weights), "key", key)
}

func (w Why) labels() string {
	var list []string
	for _, l := range w.Part.Lots {
		list = append(list, l.Lot.Label())
	}
	return strings.Join(list, ", ")
}

// unit says what a key counts: shares of the deed, or points that the statutes give.
func (w Why) unit(l i18n.Lang, n int64) string {
	if w.Basis.Key.Kind() == keys.Weights {
		return i18n.Say(l, "charges.unit_weights", "n", n)
	}
	return i18n.Say(l, "charges.unit_shares", "n", n)
}

// Steps tells the whole way, from the invoice to the amount.
func (w Why) Steps(l i18n.Lang) []Step {
	say := func(key string, args ...any) string { return i18n.Say(l, "charges."+key, args...) }
	weights := i18n.Number(l, w.Parts.Weights)
	steps := []Step{
		{Name: "invoice", Title: say("step_invoice"), Text: w.aboutInvoice(l), Result: w.Invoice.Amount().In(l)},
		{Name: "key", Title: say("step_key"), Text: w.aboutKey(l), Result: weights, Unit: w.unit(l, w.Parts.Weights)},
		{Name: "share", Title: say("step_share"), Text: say("share_none"), Result: "0", Unit: "/ " + weights},
	}
	if len(w.Part.Lots) > 0 {
		share := &steps[2]
		share.Result = i18n.Number(l, w.Weight)
		var lines []string
		for _, lot := range w.Part.Lots {
			lines = append(lines, say("share_lot", "lot", lot.Lot.Label(), "weight", lot.Weight, "unit", w.unit(l, lot.Weight)))
			share.Formula = append(share.Formula, Formula(l, w.Invoice.Amount(), lot.Weight, w.Parts.Weights))
		}
		share.Text = strings.Join(lines, "\n")
		steps = append(steps, Step{Name: "rounding", Title: say("step_rounding"), Text: w.aboutRounding(l), Result: w.Floor.Plain(l), Unit: w.got(l)})
	}
	total := "total_pay"
	switch {
	case w.Part.Amount < 0:
		total = "total_back"
	case w.Part.Amount == 0:
		total = "total_nothing"
	}
	return append(steps, Step{Name: "total", Title: say(total), Result: max(w.Part.Amount, w.Part.Amount.Neg()).In(l)})
}

// got is what the party got of the cents left over.
func (w Why) got(l i18n.Lang) string {
	switch {
	case w.Cents == 0:
		return ""
	case w.Invoice.Amount() < 0:
		return "− " + money.Cents(w.Cents).In(l)
	}
	return "+ " + money.Cents(w.Cents).In(l)
}

func (w Why) aboutInvoice(l i18n.Lang) string {
	kind := "invoice_line"
	if w.Invoice.Amount() < 0 {
		kind = "credit_line"
	}
	lines := []string{i18n.Say(l, "charges."+kind, "supplier", w.Supplier, "number", w.Invoice.Number(), "date", w.Invoice.IssuedOn())}
	var about []string
	if d := w.Invoice.Description(); d != "" {
		about = append(about, d)
	}
	if p := w.Invoice.Service(); !p.From.None() {
		about = append(about, p.In(l))
	}
	if len(about) > 0 {
		lines = append(lines, strings.Join(about, " · "))
	}
	return strings.Join(lines, "\n")
}

func (w Why) aboutKey(l i18n.Lang) string {
	lots, all := int64(len(w.Parts.Lots)), int64(len(w.Lots))
	key := "key_all"
	if lots < all {
		key = "key_some"
	}
	text := i18n.Say(l, "charges."+key, "key", w.Basis.Key.Name(l), "lots", lots, "all", all, "others", all-lots)
	if basis := w.Basis.Key.Basis(); basis != "" {
		text += "\n§ " + basis
	}
	if w.Basis.On != w.Invoice.IssuedOn() {
		text += "\n" + i18n.Say(l, "charges.key_later", "date", w.Basis.On)
	}
	return text
}

func (w Why) aboutRounding(l i18n.Lang) string {
	if w.Parts.Leftover == 0 {
		return i18n.Say(l, "charges.rounding_none")
	}
	key := "rounding_" + map[bool]string{true: "some", false: "zero"}[w.Cents > 0]
	return i18n.Say(l, "charges."+key, "parts", int64(w.Parts.Sharing), "left", w.Parts.Leftover, "mine", w.Cents, "amount", w.Invoice.Amount())
}

// Language is the language of the party: that of its first member who has the use, or of the association.
func (w Why) Language() i18n.Lang {
	for _, m := range w.Part.Party.Members() {
		if l, known := i18n.Known(string(m.Entry().Lang)); known && m.Right() != property.Bare {
			return l
		}
	}
	return w.Building.Lang()
}

// language reads a language that was asked for; empty asks for the party's own.
func (w Why) language(asked string) (i18n.Lang, error) {
	if asked == "" {
		return w.Language(), nil
	}
	l, known := i18n.Known(asked)
	if !known {
		return "", fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en")
	}
	return l, nil
}
