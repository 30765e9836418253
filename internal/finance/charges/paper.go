package charges

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/pdf"
	"koprogo/internal/platform/rest"
)

// Paper prints the answer to "why do I pay this?", in the party's language or in another that is asked for.
func (r *Room) Paper(v *act.View, invoice id.Of[id.Invoice], party id.Of[id.Party], language string) (rest.Download, error) {
	w, err := r.Why(v, invoice, party)
	if err != nil {
		return rest.Download{}, err
	}
	l, err := w.language(language)
	if err != nil {
		return rest.Download{}, err
	}
	syndic, err := office.Find(v.Tx, v.Who.Office)
	if err != nil && fault.As(err) == nil {
		return rest.Download{}, err
	}
	data, err := pdf.Render(v.Context(), w.document(l, syndic.Entry(), v.Now))
	return rest.Download{Name: say(l, "paper_name", "number", w.Invoice.Number()), Type: "application/pdf", Data: data}, err
}

func say(l i18n.Lang, key string, args ...any) string { return i18n.Say(l, "charges."+key, args...) }

// document is the paper: the chain from the invoice to the cent, who bears it among the members, and how to pay.
func (w Why) document(l i18n.Lang, syndic office.Entry, made civil.Instant) *pdf.Document {
	d := &pdf.Document{
		Lang: l, Title: w.Title(l), Association: property.Letterhead(l, w.Building, property.Seat{}), Syndic: syndicLines(l, syndic), Addressee: w.addressee(), Reference: w.reference(l, made.BrusselsDate()),
		Made: made.InBrussels(), Mark: pdf.Mark{Kind: pdf.Provisional, Words: say(l, "paper_provisional")},
		Blocks: []pdf.Block{pdf.Paragraph{Text: w.opening(l)}}, Help: say(l, "paper_help"),
	}
	if w.Invoice.Cancelled() {
		d.Mark = pdf.Mark{Kind: pdf.Copy, Words: say(l, "paper_cancelled_title")}
		d.Blocks = append(d.Blocks, pdf.Note{Title: say(l, "paper_cancelled_title"), Text: say(l, "paper_cancelled", "date", w.Invoice.CancelledAt().BrusselsDate()), Tone: pdf.Late})
	}
	d.Blocks = append(d.Blocks, w.chain(l))
	if len(w.Part.Members) > 1 {
		d.Blocks = append(d.Blocks, w.members(l))
	}
	if w.Payload != "" {
		d.Payment = &pdf.Payment{Title: say(l, "paper_pay_title"), Hint: say(l, "paper_pay_hint"), Amount: w.Part.Amount.In(l),
			Beneficiary: pdf.Literal(w.Association), Account: w.Account.Format(), Communication: w.Communication.Format(), QR: w.Matrix} // no last day: nothing is due before the syndic calls it
	}
	return d
}

// opening says what and how much, and why in one sentence.
func (w Why) opening(l i18n.Lang) string {
	key := "paper_pay"
	switch {
	case w.Part.Amount < 0:
		key = "paper_back"
	case w.Part.Amount == 0:
		key = "paper_nothing"
	}
	first, size := utf8.DecodeRuneInString(w.Lead(l))
	because := string(unicode.ToLower(first)) + w.Lead(l)[size:]
	return say(l, key, "amount", max(w.Part.Amount, w.Part.Amount.Neg())) + ", " + pdf.Literal(because)
}

func syndicLines(l i18n.Lang, e office.Entry) []string {
	if e.Name == "" {
		return nil
	}
	lines := []string{say(l, "paper_syndic", "name", pdf.Literal(e.Name))}
	if e.Street != "" {
		lines = append(lines, pdf.Literal(strings.TrimSpace(e.Street+" "+e.Number)+", "+e.Postcode+" "+e.City))
	}
	var contact []string
	if e.Phone != "" {
		contact = append(contact, pdf.Literal(e.Phone))
	}
	if e.Licence != "" {
		contact = append(contact, say(l, "paper_licence", "licence", pdf.Literal(e.Licence)))
	}
	if len(contact) > 0 {
		lines = append(lines, strings.Join(contact, " · "))
	}
	return lines
}

// addressee is the party, at the address of its first member who has the use, if it is known.
func (w Why) addressee() []string {
	lines := []string{pdf.Literal(nameOr(w.Part.Party.Name(), w.Language()))}
	for _, m := range w.Part.Party.Members() {
		e := m.Entry()
		if m.Right() == property.Bare || e.Street == "" {
			continue
		}
		return append(lines, pdf.Literal(e.Street), pdf.Literal(strings.TrimSpace(e.Postcode+" "+strings.ToUpper(e.City))))
	}
	return lines
}

func (w Why) reference(l i18n.Lang, today civil.Date) []string {
	about := "paper_reference"
	if len(w.Part.Lots) == 0 {
		about = "paper_reference_none"
	}
	return []string{
		say(l, "paper_place", "city", pdf.Literal(w.Building.Address().City), "date", today),
		pdf.Literal(say(l, about, "number", w.Invoice.Number(), "lots", int64(len(w.Part.Lots)), "labels", w.labels())),
	}
}

// raised is the first day of a month as French writes it.
var raised = regexp.MustCompile(`\b1er\b`)

// chain sets the steps as links, the last one lit.
func (w Why) chain(l i18n.Lang) pdf.Chain {
	var c pdf.Chain
	for _, s := range w.Steps(l) {
		step := pdf.Step{Title: s.Title, Text: raised.ReplaceAllString(pdf.Literal(s.Text), "1^{er}"), Formula: strings.Join(s.Formula, "\n"), Result: s.Result, Unit: s.Unit}
		if s.Name == "total" {
			c.Total = step
			continue
		}
		c.Steps = append(c.Steps, step)
	}
	return c
}

// members says who bears what among themselves, and that the holders of a divided right are liable together (art. 3.86 §3). It is kept short, so that the
// way to pay stays on the same page.
func (w Why) members(l i18n.Lang) pdf.Note {
	var list []string
	for _, m := range w.Part.Members {
		right := i18n.Say(l, "property.right_"+string(m.Member.Right()))
		if !w.Part.Joint {
			right = m.Member.Part().In(l)
		}
		list = append(list, say(l, "paper_member", "name", m.Member.Name(), "right", right, "amount", m.Amount))
	}
	among := pdf.Literal(strings.Join(list, ", "))
	if w.Part.Joint {
		return pdf.Note{Title: say(l, "paper_members") + among, Text: say(l, "paper_joint")}
	}
	return pdf.Note{Text: "**" + say(l, "paper_members") + "**" + among}
}
