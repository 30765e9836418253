package coda

import (
	"strings"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/money"
)

// open is a movement that the lines after it may continue.
type open struct {
	m          *statement.Movement
	number     string          // sequence and detail
	structured bool            // its communication begins with a type
	text       strings.Builder // communication of 2.1, 2.2 and 2.3, one after the other, each at its full width
	info       strings.Builder // the same of 3.1, 3.2 and 3.3
	infoCode   string
	infoForm   bool
	infoOpen   bool
	infoNumber string
}

// detail reads the records of movements and of information.
func (c *current) detail(l line) error {
	c.records++
	if kind := l.kind(); kind == "21" {
		c.close()
		return c.begin(l)
	} else if c.movement == nil {
		return l.wrong("coda_order", 1).With("record", kind)
	}
	o := c.movement
	switch l.kind() {
	case "22":
		if l.cut(3, 10) != o.number {
			return l.wrong("coda_order", 3).With("record", "22")
		}
		o.text.WriteString(l.cut(11, 63))
		o.m.EndToEnd, o.m.Counterparty.BIC = l.text(64, 98), l.text(99, 109)
		o.m.Return = statement.Return{Kind: returns[l.cut(113, 113)], Reason: l.text(114, 117)}
	case "23":
		if l.cut(3, 10) != o.number {
			return l.wrong("coda_order", 3).With("record", "23")
		}
		o.text.WriteString(l.cut(83, 125))
		o.m.Counterparty.Account = otherAccount(l.cut(11, 47))
		o.m.Counterparty.IBAN = ibanOf(o.m.Counterparty.Account)
		o.m.Counterparty.Name = l.text(48, 82)
	case "31":
		if l.cut(3, 6) != o.number[:4] {
			return l.wrong("coda_order", 3).With("record", "31")
		}
		o.inform()
		o.infoOpen, o.infoNumber, o.infoCode, o.infoForm = true, l.cut(3, 10), l.text(32, 39), l.cut(40, 40) == "1"
		o.info.WriteString(l.cut(41, 113))
	case "32", "33":
		if !o.infoOpen || l.cut(3, 10) != o.infoNumber {
			return l.wrong("coda_order", 3).With("record", l.kind())
		}
		if l.kind() == "32" {
			o.info.WriteString(l.cut(11, 115))
		} else {
			o.info.WriteString(l.cut(11, 100))
		}
	}
	return nil
}

// returns are the types of R-transactions, position 113 of record 2.2.
var returns = map[string]statement.ReturnKind{"1": statement.Reject, "2": statement.Returned, "3": statement.Refund, "4": statement.Reversed, "5": statement.Cancellation}

// begin reads record 2.1.
func (c *current) begin(l line) error {
	c.stage = stageMovements
	sequence, ok := digits(l.cut(3, 6))
	if !ok {
		return l.wrong("coda_number", 3).With("text", l.cut(3, 6))
	}
	if _, ok := digits(l.cut(7, 10)); !ok {
		return l.wrong("coda_number", 7).With("text", l.cut(7, 10))
	}
	m := statement.Movement{Place: l.place(), Number: l.cut(3, 6) + "/" + l.cut(7, 10), BankRef: l.text(11, 31), Code: l.text(54, 61)}
	var err error
	if m.Amount, err = l.amount(32, 33); err != nil {
		return err
	}
	if m.Valued, err = l.date(48); err != nil {
		return err
	}
	if m.Booked, err = l.date(116); err != nil {
		return err
	}
	if g, ok := digits(l.cut(125, 125)); ok {
		m.Globalisation = int(g)
	}
	o := &open{number: l.cut(3, 10), structured: l.cut(62, 62) == "1"}
	o.text.WriteString(l.cut(63, 115))
	o.m, err = c.add(l, m, sequence)
	c.movement = o
	return err
}

// add puts a movement where it belongs: a total among the movements, a detail under its total, the detail of a detail under that.
func (c *current) add(l line, m statement.Movement, sequence int64) (*statement.Movement, error) {
	if l.cut(7, 10) == "0000" {
		if sequence != c.expected {
			c.s.Warn("coda_gap", l.place(), l.cut(3, 6))
		}
		c.expected = (sequence + 1) % 10000
		if !c.tally(m.Amount) {
			return nil, at(fault.Invalid("amount_too_large", "").With("limit", money.Limit), l.number, 33)
		}
		c.parents[l.cut(3, 6)] = len(c.s.Movements)
		c.s.Movements = append(c.s.Movements, m)
		return &c.s.Movements[len(c.s.Movements)-1], nil
	}
	i, ok := c.parents[l.cut(3, 6)]
	if !ok {
		c.s.Differ(statement.Mismatch{Code: "coda_orphan", Place: l.place(), Found: m.Amount, Text: m.Number})
		return &m, nil
	}
	under := &c.s.Movements[i]
	if n := len(under.Details); n > 0 && strings.HasPrefix(m.Code, "9") && strings.HasPrefix(under.Details[n-1].Code, "7") {
		under = &under.Details[n-1]
	}
	under.Details = append(under.Details, m)
	return &under.Details[len(under.Details)-1], nil
}

// close completes the movement that was read last.
func (c *current) close() {
	o := c.movement
	if o == nil {
		return
	}
	c.movement = nil
	o.inform()
	text, m := o.text.String(), o.m
	if !o.structured {
		m.Text = strings.TrimSpace(text)
		c.s.Communicate(m, false)
		return
	}
	r := []rune(text)
	m.Structure = string(r[:3])
	body := r[3:]
	take := func(n int) string {
		n = min(n, len(body))
		head := strings.TrimSpace(string(body[:n]))
		body = body[n:]
		return head
	}
	switch m.Structure {
	case "101", "102":
		m.Structured = take(12)
		m.Text = strings.TrimSpace(string(body))
	case "127":
		directDebit(m, take)
	default:
		m.Structured = strings.TrimSpace(string(body))
	}
	c.s.Communicate(m, m.Structure == "101" || m.Structure == "102")
}

// directDebit reads structure 127: settlement, type, scheme, paid or why not, creditor, mandate, text, R-transaction and its reason.
func directDebit(m *statement.Movement, take func(int) string) {
	take(6 + 1 + 1 + 1)
	m.Creditor, m.Mandate, m.Text = take(35), take(35), take(62)
	kind, reason := returns[take(1)], take(4)
	if m.Return.Kind == "" && kind != "" {
		m.Return = statement.Return{Kind: kind, Reason: reason}
	}
}

// inform completes an information that was begun.
func (o *open) inform() {
	if !o.infoOpen {
		return
	}
	r := []rune(o.info.String())
	i := statement.Information{Code: o.infoCode}
	if o.infoForm {
		i.Structure, r = string(r[:3]), r[3:]
	}
	i.Text = strings.TrimSpace(string(r))
	o.m.Information = append(o.m.Information, i)
	field := func(from, to int) string {
		return strings.TrimSpace(string(r[min(from, len(r)):min(to, len(r))]))
	}
	switch i.Structure {
	case "001": // name, street, locality of the counterparty
		if name := field(0, 70); len(name) > len(o.m.Counterparty.Name) {
			o.m.Counterparty.Name = name
		}
		o.m.Counterparty.Address = strings.Trim(field(70, 105)+", "+field(105, 140), ", ")
	case "008", "009": // for whom it is paid
		o.m.Counterparty.Ultimate = field(0, 70)
	}
	o.infoOpen = false
	o.info.Reset()
}
