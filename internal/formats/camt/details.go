package camt

import (
	"strings"

	"koprogo/internal/formats/markup"
	"koprogo/internal/formats/statement"
)

// detail reads TxDtls into a copy of its movement; stated is false when it gives no amount of its own.
func (c *current) detail(m statement.Movement, e *markup.Element, place string) (_ statement.Movement, stated bool, err error) {
	m.Place = place
	holder := e
	if e.Find("Amt") == nil {
		holder = e.Find("AmtDtls/TxAmt")
	}
	if holder != nil && holder.Find("Amt") != nil {
		sign := statement.Amount(1)
		if m.Amount < 0 {
			sign = -1
		}
		if e.Find("CdtDbtInd") != nil {
			if sign, err = direction(e); err != nil {
				return m, false, err
			}
		}
		a, currency, err := money(holder)
		if err != nil {
			return m, false, err
		}
		m.Amount, m.Currency, stated = a*sign, currency, true
	}
	if code, own := codes(e.Find("BkTxCd")); code != "" {
		m.Code, m.Proprietary = code, own
	}
	if m.BankRef == "" {
		m.BankRef = e.Say("Refs/AcctSvcrRef")
	}
	if id := e.Say("Refs/EndToEndId"); id != "NOTPROVIDED" && id != "" {
		m.EndToEnd = id
	}
	m.Mandate = e.Say("Refs/MndtId")
	m.Counterparty = counterparty(e, m.Amount > 0 != m.Reversal, c.s.Account)
	m.Creditor = e.Say("RltdPties/Cdtr/Id/PrvtId/Othr/Id", "RltdPties/Cdtr/Pty/Id/PrvtId/Othr/Id")
	communication(&m, e.Find("RmtInf"))
	if r := e.Find("RtrInf"); r != nil {
		m.Return = statement.Return{Kind: statement.Returned, Reason: r.Say("Rsn/Cd", "Rsn/Prtry")}
	}
	for _, text := range e.All("AddtlTxInf") {
		if text.Text != "" {
			m.Information = append(m.Information, statement.Information{Text: text.Text})
		}
	}
	return m, stated, nil
}

// counterparty is the other side: of money that came the debtor, of money that went the creditor; of an entry that reverses
// another it is the other way round. Where the bank names one side only, it is that one, unless it is the holder's own account.
func counterparty(e *markup.Element, came bool, own string) statement.Party {
	debtor, creditor := side(e, "Dbtr"), side(e, "Cdtr")
	first, second := creditor, debtor
	if came {
		first, second = debtor, creditor
	}
	if first == (statement.Party{}) && second.Account != own {
		return second
	}
	return first
}

func side(e *markup.Element, role string) statement.Party {
	parties := e.Find("RltdPties")
	party := parties.Find(role + "/Pty")
	if party == nil {
		party = parties.Find(role)
	}
	account := squeeze(parties.Say(role+"Acct/Id/IBAN", role+"Acct/Id/Othr/Id"))
	p := statement.Party{Name: party.Say("Nm"), Account: account, IBAN: ibanOf(account),
		BIC:      e.Say("RltdAgts/"+role+"Agt/FinInstnId/BICFI", "RltdAgts/"+role+"Agt/FinInstnId/BIC"),
		Ultimate: parties.Say("Ultmt"+role+"/Nm", "Ultmt"+role+"/Pty/Nm")}
	var lines []string
	if a := party.Find("PstlAdr"); a != nil {
		street := strings.TrimSpace(a.Say("StrtNm") + " " + a.Say("BldgNb"))
		town := strings.TrimSpace(a.Say("PstCd") + " " + a.Say("TwnNm"))
		for _, l := range a.All("AdrLine") {
			lines = append(lines, l.Text)
		}
		lines = append(lines, street, town)
	}
	p.Address = join(lines, ", ")
	return p
}

// maxLine is the length of a line of free text; one that is full goes on in the next.
const maxLine = 140

// communication reads what the payer wrote.
func communication(m *statement.Movement, e *markup.Element) {
	for i, line := range e.All("Ustrd") {
		if m.Text != "" && len([]rune(e.All("Ustrd")[i-1].Text)) < maxLine {
			m.Text += " "
		}
		m.Text += line.Text
	}
	for _, s := range e.All("Strd") {
		ref := s.Find("CdtrRefInf")
		text, kind := ref.Say("Ref"), ref.Say("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
		switch {
		case text == "":
		case m.Structured == "":
			m.Structured, m.Structure = text, kind
		case text != m.Structured:
			m.Information = append(m.Information, statement.Information{Structure: kind, Text: text})
		}
		for _, more := range s.All("AddtlRmtInf") {
			m.Text = join([]string{m.Text, more.Text}, " ")
		}
	}
}

// meant tells whether the reference is called a Belgian structured communication: issued by BBA.
func meant(e *markup.Element) bool {
	for _, ref := range e.All("RmtInf/Strd/CdtrRefInf") {
		if ref.Say("Tp/Issr") == "BBA" {
			return true
		}
	}
	return false
}

// join puts the texts that are not empty together.
func join(list []string, between string) string {
	var kept []string
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, between)
}
