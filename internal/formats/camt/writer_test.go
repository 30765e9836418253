package camt

import (
	"encoding/xml"
	"fmt"
	"strings"

	"koprogo/internal/formats/statement"
)

// tag writes an element with text; nothing when the text is empty.
func tag(name, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return "<" + name + ">" + b.String() + "</" + name + ">"
}

// in puts an element around others; nothing around nothing.
func in(name string, inner ...string) string {
	all := strings.Join(inner, "")
	if all == "" {
		return ""
	}
	return "<" + name + ">" + all + "</" + name + ">"
}

func amt(a statement.Amount, currency string) string {
	sign := "CRDT"
	if a < 0 {
		sign, a = "DBIT", -a
	}
	return `<Amt Ccy="` + currency + `">` + a.String() + "</Amt>" + tag("CdtDbtInd", sign)
}

// write is a bank: it makes the document of some statements in a version, of whose nouns it writes those that the tests compare.
func write(version int, list ...statement.Statement) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.%02d"><BkToCstmrStmt><GrpHdr>%s</GrpHdr>`, version, tag("MsgId", "M1"))
	for _, s := range list {
		b.WriteString("<Stmt>" + tag("Id", s.ID))
		if s.Sequence != 0 {
			b.WriteString(tag("ElctrncSeqNb", fmt.Sprint(s.Sequence)))
		}
		b.WriteString(tag("CreDtTm", s.CreatedOn.String()+"T08:00:00+01:00") + in("Acct", in("Id", tag("IBAN", s.Account)), tag("Ccy", s.Currency), in("Ownr", tag("Nm", s.Holder)), in("Svcr", in("FinInstnId", tag(bic(version), s.BIC)))))
		for _, x := range []*statement.Balance{s.Opening, s.Closing} {
			if x != nil {
				b.WriteString(in("Bal", in("Tp", in("CdOrPrtry", tag("Cd", x.Kind))), amt(x.Amount, x.Currency), in("Dt", tag("Dt", x.On.String()))))
			}
		}
		for _, m := range s.Movements {
			b.WriteString(entry(version, s.Currency, m, "BOOK"))
		}
		for _, m := range s.Pending {
			b.WriteString(entry(version, s.Currency, m, "PDNG"))
		}
		b.WriteString("</Stmt>")
	}
	b.WriteString("</BkToCstmrStmt></Document>")
	return []byte(b.String())
}

func bic(version int) string {
	if version < 4 {
		return "BIC"
	}
	return "BICFI"
}

func entry(version int, currency string, m statement.Movement, status string) string {
	if version >= 8 {
		status = tag("Cd", status)
	}
	reversal := ""
	if m.Reversal {
		reversal = "true"
	}
	details := m.Details
	if len(details) == 0 {
		details = []statement.Movement{m}
	}
	var parts []string
	batch := ""
	if len(m.Details) > 0 {
		batch = in("Btch", tag("PmtInfId", m.EndToEnd), tag("NbOfTxs", fmt.Sprint(len(m.Details))))
	}
	for _, d := range details {
		own := ""
		if len(m.Details) > 0 && !d.Unstated {
			own = amt(d.Amount, currency)
		}
		parts = append(parts, txDetails(version, d, own, len(m.Details) > 0))
	}
	code := strings.Split(m.Code+"//", "/")
	return in("Ntry", amt(m.Amount, currency), tag("RvslInd", reversal), "<Sts>"+status+"</Sts>", in("BookgDt", tag("Dt", m.Booked.String())), in("ValDt", tag("DtTm", m.Valued.String()+"T23:30:00Z")), tag("AcctSvcrRef", m.BankRef),
		in("BkTxCd", in("Domn", tag("Cd", code[0]), in("Fmly", tag("Cd", code[1]), tag("SubFmlyCd", code[2])))), in("NtryDtls", batch, strings.Join(parts, "")))
}

func txDetails(version int, d statement.Movement, own string, detail bool) string {
	role, other := "Dbtr", "Cdtr"
	if (d.Amount < 0) != d.Reversal {
		role, other = other, role
	}
	name := tag("Nm", d.Counterparty.Name)
	if version >= 8 {
		name = in("Pty", name)
	}
	remittance := tag("Ustrd", d.Text)
	if d.Structured != "" {
		remittance += in("Strd", in("CdtrRefInf", in("Tp", in("CdOrPrtry", tag("Cd", "SCOR")), tag("Issr", "BBA")), tag("Ref", d.Structured)))
	}
	reference := ""
	if detail {
		reference = tag("AcctSvcrRef", d.BankRef)
	}
	return in("TxDtls", in("Refs", reference, tag("EndToEndId", d.EndToEnd), tag("MndtId", d.Mandate)), own,
		in("RltdPties", in(role, name), in(role+"Acct", in("Id", tag("IBAN", d.Counterparty.Account))), in(other+"Acct", in("Id", tag("IBAN", "BE03731018664084")))),
		in("RltdAgts", in(role+"Agt", in("FinInstnId", tag(bic(version), d.Counterparty.BIC)))), in("RmtInf", remittance), in("RtrInf", in("Rsn", tag("Cd", d.Return.Reason))))
}
