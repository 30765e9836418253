package camt

import (
	"fmt"
	"strings"

	"koprogo/internal/formats/markup"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
	kernel "koprogo/internal/kernel/money"
)

var tooLarge = fault.Invalid("amount_too_large", "").With("limit", kernel.Limit)

// entry reads Ntry: money that came or went, or that is only announced.
func (c *current) entry(e *markup.Element) error {
	a, currency, err := money(e)
	if err != nil {
		return err
	}
	sign, err := direction(e)
	if err != nil {
		return err
	}
	c.entries++
	m := statement.Movement{Number: fmt.Sprint(c.entries), Place: fmt.Sprintf("%s/Ntry[%d]", c.place, c.entries), Amount: a * sign, Currency: currency,
		BankRef: e.Say("AcctSvcrRef"), Reversal: e.Say("RvslInd") == "true" || e.Say("RvslInd") == "1"}
	if m.Booked, err = date(e.Find("BookgDt")); err != nil {
		return err
	}
	if m.Valued, err = date(e.Find("ValDt")); err != nil {
		return err
	}
	m.Code, m.Proprietary = codes(e.Find("BkTxCd"))
	if err := c.fill(&m, e); err != nil {
		return err
	}
	if text := e.Say("AddtlNtryInf"); text != "" {
		m.Information = append(m.Information, statement.Information{Text: text})
	}
	if status := e.Say("Sts/Cd", "Sts/Prtry", "Sts"); status != "" && status != "BOOK" {
		c.s.Warn("camt_status", m.Place, clip(status))
		c.s.Pending = append(c.s.Pending, m)
		c.entries--
		return nil
	}
	c.tally(m.Amount)
	c.s.Movements = append(c.s.Movements, m)
	return nil
}

// tally counts a booked movement for the comparison with the bank's summary.
func (c *current) tally(a statement.Amount) {
	var ok bool
	if a < 0 {
		c.debit, ok = c.debit.Plus(-a)
		c.nDebit++
	} else {
		c.credit, ok = c.credit.Plus(a)
		c.nCredit++
	}
	c.overflow = c.overflow || !ok
}

func direction(e *markup.Element) (statement.Amount, error) {
	switch e.Say("CdtDbtInd") {
	case "CRDT":
		return 1, nil
	case "DBIT":
		return -1, nil
	}
	return 0, e.Wrong("camt_sign").With("text", clip(e.Say("CdtDbtInd")))
}

// codes are the transaction code of ISO 20022 and the bank's own; the bank's own is the first when there is no other.
func codes(e *markup.Element) (code, own string) {
	own = e.Say("Prtry/Cd")
	code = strings.Trim(e.Say("Domn/Cd")+"/"+e.Say("Domn/Fmly/Cd")+"/"+e.Say("Domn/Fmly/SubFmlyCd"), "/")
	if code == "" {
		return own, own
	}
	return code, own
}

// fill gives a movement what its details say: of a single payment it is the movement's own, of a batch each is a detail.
func (c *current) fill(m *statement.Movement, e *markup.Element) error {
	var details []*markup.Element
	batched := int64(0)
	for _, group := range e.All("NtryDtls") {
		details = append(details, group.All("TxDtls")...)
		batched += number(group.Say("Btch/NbOfTxs"))
		if m.EndToEnd == "" {
			m.EndToEnd = group.Say("Btch/PmtInfId")
		}
	}
	if len(details) == 0 {
		return nil
	}
	if batched != 0 && int(batched) != len(details) {
		c.s.Warn("camt_batch", m.Place, fmt.Sprint(batched))
	}
	if len(details) == 1 {
		part, stated, err := c.detail(*m, details[0], m.Place)
		if err != nil {
			return err
		}
		if !stated || part.Amount == m.Amount || part.Currency != m.Currency {
			part.Amount, part.Currency = m.Amount, m.Currency
			*m = part
			c.s.Communicate(m, meant(details[0]))
			return nil
		}
	}
	for i, d := range details {
		blank := statement.Movement{Booked: m.Booked, Valued: m.Valued, Code: m.Code, Proprietary: m.Proprietary, Reversal: m.Reversal, Currency: m.Currency, Amount: m.Amount}
		part, stated, err := c.detail(blank, d, fmt.Sprintf("%s/TxDtls[%d]", m.Place, i+1))
		if err != nil {
			return err
		}
		part.Number, part.Unstated = fmt.Sprintf("%s/%d", m.Number, i+1), !stated
		if !stated {
			part.Amount = 0
		}
		c.s.Communicate(&part, meant(d))
		m.Details = append(m.Details, part)
	}
	return nil
}
