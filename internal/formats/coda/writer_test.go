package coda

import (
	"fmt"
	"strings"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/civil"
)

// put writes a text at a position, counted from 1, into a line of 128 characters.
func put(fields ...any) string {
	r := []rune(strings.Repeat(" ", width))
	for i := 0; i < len(fields); i += 2 {
		copy(r[fields[i].(int)-1:], []rune(fields[i+1].(string)))
	}
	return string(r)
}

func ddmmyy(d civil.Date) string {
	if d.None() {
		return "000000"
	}
	s := d.String()
	return s[8:] + s[5:7] + s[2:4]
}

func signed(a statement.Amount) string {
	sign := "0"
	if a < 0 {
		sign, a = "1", -a
	}
	return sign + total(a)
}

func total(a statement.Amount) string {
	n, _ := a.Thousandths()
	return fmt.Sprintf("%015d", n)
}

// write is a bank: it makes the lines of one statement, of whose nouns it writes those that the tests compare.
func write(s statement.Statement) []string {
	last := "2"
	duplicate := " "
	if s.Duplicate {
		duplicate = "D"
	}
	lines := []string{
		put(1, "00000", 6, ddmmyy(s.CreatedOn), 12, "725", 15, "05", 17, duplicate, 25, s.ID, 35, s.Holder, 61, s.BIC, 84, "00000", 128, "2"),
		put(1, "12", 3, fmt.Sprintf("%03d", s.LegalSequence), 6, s.Account, 40, s.Currency, 43, signed(s.Opening.Amount), 59, ddmmyy(s.Opening.On), 65, s.Holder, 91, s.Description, 126, fmt.Sprintf("%03d", s.Sequence)),
	}
	var debit, credit statement.Amount
	movement := func(m statement.Movement) {
		key := strings.Replace(m.Number, "/", "", 1)
		form, text := "0", m.Text
		if m.Structure != "" {
			form, text = "1", m.Structure+m.Structured+m.Text
		}
		r := append([]rune(text), []rune(strings.Repeat(" ", 53+53+43))...)
		lines = append(lines,
			put(1, "21"+key, 11, m.BankRef, 32, signed(m.Amount), 48, ddmmyy(m.Valued), 54, m.Code, 62, form, 63, string(r[:53]), 116, ddmmyy(m.Booked), 125, "01 0"),
			put(1, "22"+key, 11, string(r[53:106]), 64, m.EndToEnd, 99, m.Counterparty.BIC, 114, m.Return.Reason, 126, "1 0"),
			put(1, "23"+key, 11, m.Counterparty.Account, 45, s.Currency, 48, m.Counterparty.Name, 83, string(r[106:149]), 126, "0 0"))
		for _, i := range m.Information {
			x := append([]rune(i.Text), []rune(strings.Repeat(" ", 73+105+90))...)
			lines = append(lines, put(1, "31"+key, 32, i.Code, 40, "0", 41, string(x[:73])), put(1, "32"+key, 11, string(x[73:178])), put(1, "33"+key, 11, string(x[178:268])))
		}
	}
	for _, m := range s.Movements {
		if m.Amount < 0 {
			debit -= m.Amount
		} else {
			credit += m.Amount
		}
		movement(m)
		for _, d := range m.Details {
			movement(d)
		}
	}
	lines = append(lines, put(1, "8"+fmt.Sprintf("%03d", s.LegalSequence), 5, s.Account, 39, s.Currency, 42, signed(s.Closing.Amount), 58, ddmmyy(s.Closing.On), 128, "0"))
	records := len(lines) - 1
	for _, text := range s.Messages {
		lines = append(lines, put(1, "4 00010000", 33, text, 128, "0"))
	}
	return append(lines, put(1, "9", 17, fmt.Sprintf("%06d", records), 23, total(debit), 38, total(credit), 128, last))
}
