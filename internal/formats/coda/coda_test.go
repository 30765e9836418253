package coda

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// tilleuls is a small statement of the ACP Tilleuls: a call paid by Madame Müller, and two invoices paid together.
func tilleuls() statement.Statement {
	call, _ := belgium.NewOGM(1234567890)
	return statement.Statement{
		Format: "coda", ID: "0000012345", Account: "BE03731018664084", Currency: "EUR", Holder: "ACP RES. DES TILLEULS", Description: "Compte à vue",
		BIC: "KREDBEBB", Sequence: 12, LegalSequence: 14, CreatedOn: civil.Must("2026-03-03"),
		Opening: &statement.Balance{Kind: "OPBD", Amount: 100_00_000, Currency: "EUR", On: civil.Must("2026-03-01")},
		Closing: &statement.Balance{Kind: "CLBD", Amount: 1309_60_000, Currency: "EUR", On: civil.Must("2026-03-02")},
		Movements: []statement.Movement{
			{Number: "0001/0000", Amount: 1284_60_000, Booked: civil.Must("2026-03-02"), Valued: civil.Must("2026-03-02"), Code: "00150000", BankRef: "REF0001", EndToEnd: "E2E-1",
				Structure: "101", Structured: call.String(), Counterparty: statement.Party{Name: "MÜLLER-LEFÈVRE", Account: "BE03731018664084", BIC: "KREDBEBB"}},
			{Number: "0002/0000", Amount: -75_00_000, Booked: civil.Must("2026-03-02"), Code: "10107000", BankRef: "REF0002", Text: "paiements groupés",
				Details: []statement.Movement{
					{Number: "0002/0001", Amount: -25_00_000, Booked: civil.Must("2026-03-02"), Code: "50107000", BankRef: "REF0003", Text: "facture 1"},
					{Number: "0002/0002", Amount: -50_00_000, Booked: civil.Must("2026-03-02"), Code: "50107000", BankRef: "REF0004", Text: "facture 2"},
				}},
		},
		Messages: []string{"Nos conditions changent le 1er avril."},
	}
}

func file(lists ...[]string) []byte {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return []byte(strings.Join(all, "\n") + "\n")
}

func one(t *testing.T, data []byte) statement.Statement {
	t.Helper()
	list, err := Read(data)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d statements, %v", len(list), err)
	}
	return list[0]
}

func TestAStatementIsReadInEveryDress(t *testing.T) {
	plain := string(file(write(tilleuls())))
	want := one(t, []byte(plain))
	if !want.Sound() || len(want.Warnings) != 0 || len(want.Movements) != 2 || want.Movements[0].OGM.Format() != "+++123/4567/89002+++" {
		t.Fatalf("%+v", want)
	}
	if v, d := want.Balance(); v != statement.Balanced || d != 0 {
		t.Errorf("%s %s", v, d)
	}
	var trimmed []string
	for _, l := range strings.Split(plain, "\n") {
		trimmed = append(trimmed, strings.TrimRight(l, " "))
	}
	latin1, _ := charmap.ISO8859_1.NewEncoder().String(plain)
	latin9, _ := charmap.ISO8859_15.NewEncoder().String(strings.ReplaceAll(plain, "à vue", "à €ue"))
	dos, _ := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(plain, "à vue", "à €ue"))
	for name, data := range map[string]string{
		"CRLF": strings.ReplaceAll(plain, "\n", "\r\n"), "CR": strings.ReplaceAll(plain, "\n", "\r"), "trimmed": strings.Join(trimmed, "\n"),
		"no last line end": strings.TrimRight(plain, "\n"), "end mark of old programs": plain + "\x1a", "blank lines": strings.ReplaceAll(plain, "\n", "\n\n"),
		"byte order mark": "\xef\xbb\xbf" + plain, "Latin-1": latin1, "Latin-9": latin9, "Windows-1252": dos,
	} {
		got := one(t, []byte(data))
		if name == "Latin-9" || name == "Windows-1252" {
			eq(t, name, got.Description, "Compte à €ue")
			got.Description = want.Description
		}
		if name == "blank lines" {
			if a, b := strip(got.Movements), strip(want.Movements); !reflect.DeepEqual(a, b) {
				t.Errorf("%s: %+v", name, a)
			}
			continue
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
}

// strip takes away what depends on where a movement stands in its file.
func strip(list []statement.Movement) []statement.Movement {
	out := append([]statement.Movement(nil), list...)
	for i := range out {
		out[i].Place = ""
		out[i].Details = strip(out[i].Details)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func TestSeveralStatementsAndWhatFollowsThem(t *testing.T) {
	first, second := tilleuls(), tilleuls()
	second.Sequence, second.Opening, second.Closing, second.Movements, second.Messages = 13, first.Closing, first.Closing, nil, nil
	a, b := write(first), write(second)
	more := func(lines []string) []string {
		lines = append([]string(nil), lines...)
		lines[len(lines)-1] = lines[len(lines)-1][:width-1] + "1"
		return lines
	}
	list, err := Read(file(more(a), b))
	if err != nil || len(list) != 2 || list[1].Sequence != 13 || len(list[1].Movements) != 0 || !list[1].Sound() || len(list[0].Warnings)+len(list[1].Warnings) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err = Read(file(a, b)); err != nil || !warned(list[1], "coda_more_found") {
		t.Errorf("%v, %v", list, err)
	}
	if list, err = Read(file(more(a))); err != nil || !warned(list[0], "coda_more_expected") || !list[0].Sound() {
		t.Errorf("%v, %v", list, err)
	}
	// An empty file has no new balance: nothing can be verified, and nothing is wrong.
	list, err = Read(file([]string{b[0], b[1], put(1, "9", 17, "000001", 23, total(0), 38, total(0), 128, "2")}))
	if err != nil || list[0].Closing != nil || !list[0].Sound() {
		t.Fatalf("%+v, %v", list, err)
	}
	if v, _ := list[0].Balance(); v != statement.Unverified {
		t.Errorf("%s", v)
	}
}

func TestWhatCannotBeReadSaysWhere(t *testing.T) {
	good := write(tilleuls())
	change := func(n int, fields ...any) []byte {
		lines := append([]string(nil), good...)
		r := []rune(lines[n-1])
		for i := 0; i < len(fields); i += 2 {
			copy(r[fields[i].(int)-1:], []rune(fields[i+1].(string)))
		}
		lines[n-1] = string(r)
		return file(lines)
	}
	without := func(n int) []byte {
		return file(append(append([]string(nil), good[:n-1]...), good[n:]...))
	}
	for _, c := range []struct {
		story, code    string
		data           []byte
		line, position int
	}{
		{"nothing", "coda_empty", nil, 1, 1},
		{"spaces", "coda_empty", []byte(" \r\n\r\n "), 1, 1},
		{"a tab", "coda_empty", []byte("\t"), 1, 1}, // found by fuzzing
		{"a picture", "coda_binary", []byte("00000\n\x00"), 2, 1},
		{"a PDF", "coda_no_head", []byte("%PDF-1.7\n"), 1, 1},
		{"XML", "coda_no_head", []byte("<?xml version=\"1.0\"?>"), 1, 1},
		{"a head that is none", "coda_no_head", change(1, 3, "9"), 1, 2},
		{"version 1", "coda_version", change(1, 128, "1"), 1, 128},
		{"letters in a date", "coda_date", change(1, 6, "30X326"), 1, 6},
		{"30 February", "coda_date", change(3, 116, "300226"), 3, 116},
		{"a sign that is none", "coda_sign", change(2, 43, "2"), 2, 43},
		{"letters in an amount", "coda_amount", change(3, 33, "1A"), 3, 33},
		{"letters in a number", "coda_number", change(3, 3, "00A1"), 3, 3},
		{"another kind of account", "coda_record", change(2, 2, "7"), 2, 2},
		{"a record of no kind", "coda_record", change(4, 2, "7"), 4, 1},
		{"part 2 of another movement", "coda_order", change(4, 6, "9"), 4, 3},
		{"no record 1", "coda_order", without(2), 2, 1},
		{"part 2 without part 1", "coda_order", without(3), 3, 1},
		{"two heads", "coda_order", change(2, 1, "00000", 6, "020326", 128, "2"), 2, 1},
		{"no trailer", "coda_truncated", without(len(good)), len(good) - 1, 1},
		{"a record after the trailer", "coda_order", append(file(good), good[2]...), len(good) + 1, 1},
		{"a line too long", "coda_length", []byte(string(file(good)) + strings.Repeat("9", 129)), len(good) + 1, 129},
		{"more money than there is", "amount_too_large", change(3, 33, "999999999999999"), 3, 33},
	} {
		list, err := Read(c.data)
		f := fault.As(err)
		if f == nil || f.Kind != fault.KindInvalid || f.Code != c.code || f.Args["line"] != c.line || f.Args["position"] != c.position || list != nil {
			t.Errorf("%s: %v %v, want %s at line %d, position %d", c.story, err, list, c.code, c.line, c.position)
		}
	}
	if f := fault.As(func() error { _, err := Read(make([]byte, MaxBytes+1)); return err }()); f == nil || f.Kind != fault.KindTooLarge {
		t.Errorf("too many bytes: %v", f)
	}
}

func TestWhatDoesNotAgreeWaits(t *testing.T) {
	for _, c := range []struct {
		story, code, difference string
		change                  func(s *statement.Statement)
		line                    func(lines []string)
	}{
		{"a cent too much", "statement_balance", "-0.01", func(s *statement.Statement) { s.Closing.Amount += 1_000 }, nil},
		{"a third decimal", "statement_below_cent", "-0.005", func(s *statement.Statement) { s.Movements[0].Amount += 500; s.Closing.Amount += 500 }, nil},
		{"another account at the end", "coda_account", "0.00", nil, func(l []string) { l[14] = strings.Replace(l[14], "BE03", "BE04", 1) }},
		{"a record too many", "coda_records", "0.00001", nil, func(l []string) { l[16] = strings.Replace(l[16], "000014", "000013", 1) }},
		{"a debit too much", "coda_debit", "-1.00", nil, func(l []string) { l[16] = strings.Replace(l[16], "000000000075000", "000000000076000", 1) }},
		{"a credit too little", "coda_credit", "0.10", nil, func(l []string) { l[16] = strings.Replace(l[16], "000000001284600", "000000001284500", 1) }},
	} {
		s := tilleuls()
		if c.change != nil {
			c.change(&s)
		}
		lines := write(s)
		if c.line != nil {
			c.line(lines)
		}
		got := one(t, file(lines))
		if len(got.Mismatches) == 0 || got.Sound() || got.Mismatches[len(got.Mismatches)-1].Code != c.code {
			t.Errorf("%s: %+v", c.story, got.Mismatches)
			continue
		}
		if m := got.Mismatches[len(got.Mismatches)-1]; c.difference != "" && m.Difference().String() != c.difference {
			t.Errorf("%s: %s, want %s", c.story, m.Difference(), c.difference)
		}
	}
}

func TestAReturnedDirectDebitAndADetailOfADetail(t *testing.T) {
	s := tilleuls()
	debit := "020326" + "1" + "1" + "2" + fmt.Sprintf("%-35s%-35s%-62s", "BE68ZZZ0403019261", "MANDATE-7", "prélèvement mars") + "2" + "AC04"
	s.Movements[0] = statement.Movement{Number: "0001/0000", Amount: 1284_60_000, Code: "00503000", Structure: "127", Structured: debit}
	s.Movements[1].Details[0].Code = "70107000"
	s.Movements[1].Details[1].Code, s.Movements[1].Details[1].Amount = "90107000", -25_00_000
	s.Movements[1].Amount, s.Closing.Amount = -25_00_000, s.Closing.Amount+50_00_000
	got := one(t, file(write(s)))
	m := got.Movements[0]
	if m.Mandate != "MANDATE-7" || m.Creditor != "BE68ZZZ0403019261" || m.Text != "prélèvement mars" || m.Return != (statement.Return{Kind: statement.Returned, Reason: "AC04"}) || !m.Booked.None() || !warned(got, "statement_no_booking_date") {
		t.Errorf("%+v", m)
	}
	if total := got.Movements[1]; len(total.Details) != 1 || len(total.Details[0].Details) != 1 || len(total.Parts()) != 1 || total.Parts()[0].Number != "0002/0002" || !got.Sound() {
		t.Errorf("%+v", total)
	}
}

func TestAnOGMIsTakenFromItsFieldOrFromTheText(t *testing.T) {
	for _, c := range []struct{ structure, structured, text, ogm, warning string }{
		{"101", "123456789002", "", "+++123/4567/89002+++", ""},
		{"102", "123456789002", "", "+++123/4567/89002+++", ""},
		{"101", "000003505158", "", "", "statement_ogm"},
		{"100", "RF18539007547034", "", "", ""},
		{"100", "RF19539007547034", "", "", "statement_rf"},
		{"", "", "charges +++123/4567/89002+++ merci", "+++123/4567/89002+++", ""},
		{"", "", "charges 123/4567/89003", "", ""},
	} {
		s := tilleuls()
		s.Movements[0].Structure, s.Movements[0].Structured, s.Movements[0].Text = c.structure, c.structured, c.text
		got := one(t, file(write(s)))
		m := got.Movements[0]
		eq(t, c.structured+c.text, m.OGM.Format(), c.ogm)
		eq(t, "as written", m.Structured, c.structured)
		if m.OGMInText != (c.structure == "" && c.ogm != "") || (c.warning != "") != (len(got.Warnings) == 1) || c.warning != "" && !warned(got, c.warning) || (c.structured == "RF18539007547034") == m.RF.None() {
			t.Errorf("%+v: %+v %+v", c, m, got.Warnings)
		}
	}
}

// The old number of twelve digits is the same account as the IBAN that CAMT gives.
func TestAnOldNumberIsItsIBAN(t *testing.T) {
	eq(t, "old number", ibanOf("731018664084").String(), "BE03731018664084")
	eq(t, "not a number", ibanOf("138536152215").String(), "")
	eq(t, "masked", ibanOf("732XXXXXXXXX").String(), "")
	eq(t, "with currency", otherAccount(put(1, "731018664084 EUR0BE")[:37]), "731018664084")
	if !alike("732XXXXXXXXX EUR", "732038134791 EUR") || alike("BE1", "BE2") || alike("BE1", "BE12") {
		t.Error("alike")
	}
}

func TestWhatABankWritesIsReadBack(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-z0-9éüçà€'./+-]{1,10}( [A-Za-z0-9éüß]{1,9}){0,2}`)
	day := rapid.Custom(func(t *rapid.T) civil.Date {
		return civil.Must("2020-01-01").AddDays(rapid.IntRange(0, 9000).Draw(t, "day"))
	})
	cents := rapid.Custom(func(t *rapid.T) statement.Amount {
		return statement.Amount(rapid.Int64Range(-9_999_999_99, 9_999_999_99).Draw(t, "cents") * 1000)
	})
	movement := rapid.Custom(func(t *rapid.T) statement.Movement {
		m := statement.Movement{Amount: cents.Draw(t, "amount"), Booked: day.Draw(t, "booked"), Code: "00150000", BankRef: rapid.StringMatching(`[A-Z0-9]{0,21}`).Draw(t, "reference"),
			EndToEnd: rapid.StringMatching(`[A-Z0-9]{0,35}`).Draw(t, "e2e"), Text: rapid.StringMatching(`[A-Za-zé][A-Za-z0-9éü ]{0,140}[a-z]`).Draw(t, "text")}
		m.Counterparty = statement.Party{Name: word.Draw(t, "name"), Account: "BE03731018664084", BIC: "KREDBEBB"}
		if rapid.Bool().Draw(t, "valued") {
			m.Valued = day.Draw(t, "value")
		}
		if rapid.Bool().Draw(t, "informed") {
			m.Information = []statement.Information{{Code: m.Code, Text: rapid.StringMatching(`[A-Z][A-Za-z0-9é ]{0,200}[a-z]`).Draw(t, "info")}}
		}
		return m
	})
	rapid.Check(t, func(t *rapid.T) {
		s := tilleuls()
		s.Movements = rapid.SliceOfN(movement, 0, 6).Draw(t, "movements")
		closing := s.Opening.Amount
		for i := range s.Movements {
			m := &s.Movements[i]
			m.Number = fmt.Sprintf("%04d/0000", i+1)
			closing += m.Amount
			rest := m.Amount
			for j := range rapid.IntRange(0, 2).Draw(t, "details") {
				d := movement.Draw(t, "detail")
				d.Number, d.Amount = fmt.Sprintf("%04d/%04d", i+1, j+1), cents.Draw(t, "part")
				rest -= d.Amount
				m.Details = append(m.Details, d)
			}
			if n := len(m.Details); n > 0 {
				m.Details[n-1].Amount += rest
			}
		}
		s.Closing.Amount = closing
		list, err := Read(file(write(s)))
		if err != nil || len(list) != 1 || !list[0].Sound() {
			t.Fatalf("%+v, %v", list, err)
		}
		got := list[0]
		if a, b := bare(got.Movements), bare(s.Movements); !reflect.DeepEqual(a, b) {
			t.Fatalf("\n got %+v\nwant %+v", a, b)
		}
		if *got.Closing != *s.Closing || got.Holder != s.Holder || got.Year != s.Closing.On.Year() {
			t.Fatalf("%+v", got)
		}
		var sum statement.Amount
		for i := range got.Movements {
			for _, p := range got.Movements[i].Parts() {
				sum += p.Amount
			}
		}
		if s.Opening.Amount+sum != closing {
			t.Fatal("the parts to book are not what moved")
		}
	})
}

// bare is the movements as the bank meant them, without what the reader adds.
func bare(list []statement.Movement) []statement.Movement {
	out := strip(list)
	for i := range out {
		m := &out[i]
		m.Key, m.CrossKey, m.Counterparty.IBAN, m.OGM, m.OGMInText = "", "", belgium.IBAN{}, belgium.OGM{}, false
		m.Details = bare(m.Details)
	}
	return out
}

func TestKeysSayAgainWhichMovementItIs(t *testing.T) {
	s := tilleuls()
	twin := s.Movements[0]
	twin.Number = "0003/0000"
	s.Movements = append(s.Movements, twin)
	s.Closing.Amount += twin.Amount
	data := file(write(s))
	first, second := one(t, data), one(t, data)
	seen := map[string]bool{}
	for i, m := range first.Movements {
		if m.Key != second.Movements[i].Key || m.CrossKey != second.Movements[i].CrossKey || seen[m.Key] || seen[m.CrossKey] {
			t.Errorf("%s %s", m.Key, m.CrossKey)
		}
		seen[m.Key], seen[m.CrossKey] = true, true
	}
	eq(t, "cross key", first.Movements[0].CrossKey, "BE03731018664084|2026-03-02|1284.60|REF0001|1") // as in CAMT
	eq(t, "key", first.Movements[1].Details[0].Key, "BE03731018664084|EUR|2026|12|0002/0001")
	eq(t, "cross key", first.Movements[2].CrossKey, "BE03731018664084|2026-03-02|1284.60|REF0001|2")
}

// large is a statement of so many movements, each of three lines.
