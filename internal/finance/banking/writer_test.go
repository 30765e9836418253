package banking_test

import (
	"fmt"
	"strings"
)

// bank is what a bank sends: one statement of an account, in either format.
type bank struct {
	account  string
	number   int
	day      string // 2026-10-01
	from     string // the day of the opening balance; the same day when it is not said
	opening  int64  // cents
	moves    []move
	off      int64 // by how much the closing balance is wrong
	thousand bool  // the first movement and the closing balance have a third decimal
}

type move struct {
	amount int64
	ref    string
	name   string
	text   string
	booked string // the statement's day when it is not said
}

func (b bank) since() string {
	if b.from != "" {
		return b.from
	}
	return b.day
}

func (b bank) closing() int64 {
	sum := b.opening
	for _, m := range b.moves {
		sum += m.amount
	}
	return sum + b.off
}

func put(fields ...any) string {
	r := []rune(strings.Repeat(" ", 128))
	for i := 0; i < len(fields); i += 2 {
		copy(r[fields[i].(int)-1:], []rune(fields[i+1].(string)))
	}
	return string(r)
}

func ddmmyy(day string) string { return day[8:] + day[5:7] + day[2:4] }

func signed(cents, mill int64) string {
	sign := "0"
	if cents < 0 {
		sign, cents = "1", -cents
	}
	return fmt.Sprintf("%s%015d", sign, cents*10+mill)
}

// coda writes the statement as CODA.
func (b bank) coda() string {
	var debit, credit, mill int64
	if b.thousand {
		mill = 4
	}
	lines := []string{
		put(1, "00000", 6, ddmmyy(b.day), 12, "725", 15, "05", 25, "REF", 61, "GKCCBEBB", 84, "00000", 128, "2"),
		put(1, "12", 3, fmt.Sprintf("%03d", b.number), 6, b.account, 40, "EUR", 43, signed(b.opening, 0), 59, ddmmyy(b.since()), 126, fmt.Sprintf("%03d", b.number)),
	}
	for i, m := range b.moves {
		key := fmt.Sprintf("%04d0000", (i+1)%10000)
		if m.amount < 0 {
			debit -= m.amount
		} else {
			credit += m.amount
		}
		third := int64(0)
		if i == 0 {
			third = mill
		}
		booked := m.booked
		if booked == "" {
			booked = b.day
		}
		lines = append(lines, put(1, "21"+key, 11, m.ref, 32, signed(m.amount, third), 48, ddmmyy(booked), 54, "00150000", 62, "0", 63, m.text, 116, ddmmyy(booked), 125, "01 0"),
			put(1, "22"+key, 126, "1 0"), put(1, "23"+key, 11, "BE35063418943237", 45, "EUR", 48, m.name, 126, "0 0"))
	}
	lines = append(lines, put(1, "8"+fmt.Sprintf("%03d", b.number), 5, b.account, 39, "EUR", 42, signed(b.closing(), mill), 58, ddmmyy(b.day), 128, "0"))
	records := len(lines) - 1
	total := func(c, m int64) string { return fmt.Sprintf("%015d", c*10+m) }
	return strings.Join(append(lines, put(1, "9", 17, fmt.Sprintf("%06d", records%1_000_000), 23, total(debit, 0), 38, total(credit, mill), 128, "2")), "\n") + "\n"
}

// camt writes statements as one file of CAMT.053.
func camt(list ...bank) string {
	var w strings.Builder
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>`)
	amount := func(c int64) string {
		sign := "CRDT"
		if c < 0 {
			sign, c = "DBIT", -c
		}
		return fmt.Sprintf(`<Amt Ccy="EUR">%d.%02d</Amt><CdtDbtInd>%s</CdtDbtInd>`, c/100, c%100, sign)
	}
	for _, b := range list {
		fmt.Fprintf(&w, `<Stmt><Id>S%d</Id><ElctrncSeqNb>%d</ElctrncSeqNb><CreDtTm>%sT08:00:00</CreDtTm><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>`, b.number, b.number, b.day, b.account)
		for _, x := range []struct {
			kind string
			c    int64
			day  string
		}{{"OPBD", b.opening, b.since()}, {"CLBD", b.closing(), b.day}} {
			fmt.Fprintf(&w, `<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp>%s<Dt><Dt>%s</Dt></Dt></Bal>`, x.kind, amount(x.c), x.day)
		}
		for _, m := range b.moves {
			booked := m.booked
			if booked == "" {
				booked = b.day
			}
			fmt.Fprintf(&w, `<Ntry>%s<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>%s</Dt></BookgDt><AcctSvcrRef>%s</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`, amount(m.amount), booked, m.ref, m.text)
		}
		w.WriteString(`</Stmt>`)
	}
	w.WriteString(`</BkToCstmrStmt></Document>`)
	return w.String()
}
