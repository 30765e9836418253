package camt

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/sampletest"

	"pgregory.net/rapid"
)

// tilleuls is the same small statement of the ACP Tilleuls as that of the CODA reader.
func tilleuls() statement.Statement {
	return statement.Statement{
		ID: "S-12", Account: "BE03731018664084", Currency: "EUR", Holder: "ACP RES. DES TILLEULS", BIC: "KREDBEBB", Sequence: 12, CreatedOn: civil.Must("2026-03-03"),
		Opening: &statement.Balance{Kind: "OPBD", Amount: 100_00_000, Currency: "EUR", On: civil.Must("2026-03-01")},
		Closing: &statement.Balance{Kind: "CLBD", Amount: 1309_60_000, Currency: "EUR", On: civil.Must("2026-03-02")},
		Movements: []statement.Movement{
			{Amount: 1284_60_000, Booked: civil.Must("2026-03-02"), Valued: civil.Must("2026-03-02"), Code: "PMNT/RCDT/ESCT", BankRef: "REF0001", EndToEnd: "E2E-1",
				Structure: "SCOR", Structured: "123456789002", Counterparty: statement.Party{Name: "MÜLLER-LEFÈVRE", Account: "BE68539007547034", BIC: "KREDBEBB"}},
			{Amount: -75_00_000, Booked: civil.Must("2026-03-02"), Valued: civil.Must("2026-03-02"), Code: "PMNT/ICDT/ESCT", BankRef: "REF0002", EndToEnd: "ORDER-1",
				Details: []statement.Movement{
					{Amount: -25_00_000, BankRef: "REF0003", Text: "facture 1"},
					{Amount: -50_00_000, BankRef: "REF0004", Text: "facture 2"},
				}},
		},
	}
}

func one(t *testing.T, data []byte) statement.Statement {
	t.Helper()
	list, err := Read(data)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d statements, %v", len(list), err)
	}
	return list[0]
}

func TestEveryVersionSaysTheSame(t *testing.T) {
	for _, version := range []int{2, 3, 4, 5, 6, 7, 8} {
		s := one(t, write(version, tilleuls()))
		if !s.Sound() || len(s.Warnings) != 0 || s.Holder != "ACP RES. DES TILLEULS" || s.BIC != "KREDBEBB" || s.Year != 2026 || s.IBAN.None() {
			t.Errorf("%d: %+v", version, s)
		}
		m := s.Movements[0]
		if m.OGM.Format() != "+++123/4567/89002+++" || m.Counterparty.Name != "MÜLLER-LEFÈVRE" || m.Counterparty.IBAN.String() != "BE68539007547034" || m.Counterparty.BIC != "KREDBEBB" || m.Code != "PMNT/RCDT/ESCT" {
			t.Errorf("%d: %+v", version, m)
		}
		if parts := s.Movements[1].Parts(); len(parts) != 2 || parts[1].Text != "facture 2" || parts[1].Key != "BE03731018664084|EUR|2026|12|2/2" {
			t.Errorf("%d: %+v", version, parts)
		}
		eq(t, "cross key", m.CrossKey, "BE03731018664084|2026-03-02|1284.60|REF0001|1")
	}
}

func TestEveryEncoding(t *testing.T) {
	text := string(write(8, tilleuls()))
	latin := strings.NewReplacer(`encoding="UTF-8"`, `encoding="ISO-8859-15"`, "Ü", "\xdc", "È", "\xc8").Replace(text)
	for name, data := range map[string]string{"UTF-8": text, "Latin-9": latin, "mark": "\xef\xbb\xbf" + text, "no declaration": text[strings.Index(text, "?>")+2:], "prefix": strings.NewReplacer("</", "</d:", "<?", "<?", "<", "<d:", "xmlns=", "xmlns:d=").Replace(text)} {
		if s := one(t, []byte(data)); s.Movements[0].Counterparty.Name != "MÜLLER-LEFÈVRE" {
			t.Errorf("%s: %+v", name, s.Movements[0])
		}
	}
}

func TestWhatCannotBeReadSaysWhere(t *testing.T) {
	good := string(write(8, tilleuls()))
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%s is not in the document", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for _, c := range []struct{ story, code, path, data string }{
		{"nothing", "xml_malformed", "", ""},
		{"CODA", "xml_malformed", "", "0000011101772505"},
		{"no namespace", "camt_root", "Document", swap(` xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"`, "")},
		{"another message", "camt_root", "Document", swap("camt.053.001.08", "camt.054.001.08")},
		{"another root", "camt_root", "Dokument", strings.ReplaceAll(good, "Document", "Dokument")},
		{"another message within", "camt_root", "Document/BkToCstmrDbtCdtNtfctn", strings.ReplaceAll(good, "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn")},
		{"version 01", "camt_version", "Document", swap("camt.053.001.08", "camt.053.001.01")},
		{"version 13", "camt_version", "Document", swap("camt.053.001.08", "camt.053.001.13")},
		{"no statement", "camt_empty", "Document", string(write(8))},
		{"no account", "camt_account", "Document/BkToCstmrStmt/Stmt", swap("<IBAN>BE03731018664084</IBAN>", "")},
		{"a negative amount", "camt_amount", "Document/BkToCstmrStmt/Stmt/Ntry/Amt", swap(">1284.60<", ">-1284.60<")},
		{"a comma", "camt_amount", "Document/BkToCstmrStmt/Stmt/Ntry/Amt", swap(">1284.60<", ">1284,60<")},
		{"six decimals", "amount_decimals", "Document/BkToCstmrStmt/Stmt/Ntry/Amt", swap(">1284.60<", ">1284.600001<")},
		{"more than there is", "amount_too_large", "Document/BkToCstmrStmt/Stmt/Ntry/Amt", swap(">1284.60<", ">1284600000000000<")},
		{"no direction", "camt_sign", "Document/BkToCstmrStmt/Stmt/Ntry", swap(">1284.60</Amt><CdtDbtInd>CRDT</CdtDbtInd>", ">1284.60</Amt>")},
		{"another direction", "camt_sign", "Document/BkToCstmrStmt/Stmt/Ntry", swap(">1284.60</Amt><CdtDbtInd>CRDT</CdtDbtInd>", ">1284.60</Amt><CdtDbtInd>C</CdtDbtInd>")},
		{"30 February", "camt_date", "Document/BkToCstmrStmt/Stmt/Ntry/BookgDt/Dt", swap("<BookgDt><Dt>2026-03-02", "<BookgDt><Dt>2026-02-30")},
		{"cut short", "xml_malformed", "", good[:len(good)/2]},
		{"a bomb", "xml_doctype", "", `<!DOCTYPE lolz [<!ENTITY lol "lol">]>` + good[strings.Index(good, "?>")+2:]},
		{"a file of the machine", "xml_doctype", "", `<!DOCTYPE a SYSTEM "file:///etc/passwd">` + good[strings.Index(good, "?>")+2:]},
		{"an entity", "xml_malformed", "", swap("facture 1", "&lol;")},
		{"too deep", "xml_too_deep", "", swap("<GrpHdr>", "<GrpHdr>"+strings.Repeat("<x>", 50)+strings.Repeat("</x>", 50))},
		{"too long a text", "xml_text_too_long", "", swap("facture 1", strings.Repeat("x", 9<<10))},
	} {
		list, err := Read([]byte(c.data))
		f := fault.As(err)
		if f == nil || f.Kind != fault.KindInvalid || f.Code != c.code || c.path != "" && f.Args["path"] != c.path || f.Args["line"] == nil || list != nil {
			t.Errorf("%s: %v, want %s at %s", c.story, err, c.code, c.path)
		}
	}
	if f := fault.As(func() error { _, err := Read(make([]byte, Limits.Bytes+1)); return err }()); f == nil || f.Kind != fault.KindTooLarge {
		t.Errorf("%v", f)
	}
}

func TestBalancesUnderOtherNames(t *testing.T) {
	s := tilleuls()
	s.Opening.Kind = "PRCD"
	if got := one(t, write(2, s)); !got.Sound() || got.Opening == nil || got.Opening.Kind != "PRCD" {
		t.Errorf("%+v", got)
	}
	s.Opening = nil
	got := one(t, write(2, s))
	if v, _ := got.Balance(); v != statement.Unverified || !got.Sound() {
		t.Errorf("no opening balance: %s %+v", v, got.Mismatches)
	}
	s = tilleuls()
	s.Closing.Amount += 1_000
	got = one(t, write(8, s))
	if v, d := got.Balance(); v != statement.Unbalanced || d.String() != "-0.01" {
		t.Errorf("%s %s", v, d)
	}
	s.Closing.Amount -= 1_000
	s.Movements[0].Amount += 1
	got = one(t, write(8, s))
	if _, d := got.Balance(); d.String() != "0.00001" || got.Mismatches[0].Code != "statement_below_cent" {
		t.Errorf("five decimals: %s %+v", d, got.Mismatches)
	}
	unsigned := strings.Replace(string(write(8, tilleuls())), "100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>", "100.00</Amt>", 1)
	if got = one(t, []byte(unsigned)); !got.Sound() || got.Warnings[0].Code != "camt_balance_sign" {
		t.Errorf("%+v", got.Warnings)
	}
}

func TestWhatIsOnlyAnnouncedIsPartOfNoBalance(t *testing.T) {
	s := tilleuls()
	s.Pending = []statement.Movement{{Amount: 1_000_000, Booked: civil.Must("2026-03-04"), Valued: civil.Must("2026-03-04")}}
	for _, version := range []int{2, 8} {
		got := one(t, write(version, s))
		if !got.Sound() || len(got.Pending) != 1 || len(got.Movements) != 2 || got.Warnings[0].Code != "camt_status" {
			t.Errorf("%+v", got)
		}
	}
}

// An entry that came and reverses another was a debit before: the other side is the creditor of then.
func TestAReversalKeepsItsSignAndItsParty(t *testing.T) {
	s := tilleuls()
	s.Movements[0].Reversal, s.Movements[0].Return.Reason, s.Movements[0].Mandate = true, "AC04", "MANDATE-7"
	m := one(t, write(8, s)).Movements[0]
	if !m.Reversal || m.Amount.String() != "1284.60" || m.Counterparty.Name != "MÜLLER-LEFÈVRE" || m.Return != (statement.Return{Kind: statement.Returned, Reason: "AC04"}) || m.Mandate != "MANDATE-7" {
		t.Errorf("%+v", m)
	}
}

func TestWhatIsOnlyFormIsLeftAway(t *testing.T) {
	text := string(write(8, tilleuls()))
	for old, new := range map[string]string{
		"<EndToEndId>E2E-1<":        "<EndToEndId>NOTPROVIDED<",
		"<CreDtTm>2026-03-03T08:00": "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn><CreDtTm>someday",
		"<RltdPties>":               "<RltdPties><Cdtr><Pty><Id><PrvtId><Othr><Id>BE68ZZZ0403019261</Id></Othr></PrvtId></Id></Pty></Cdtr>",
		"<Acct>":                    "<CpyDplctInd>DUPL</CpyDplctInd><Acct>",
	} {
		text = strings.Replace(text, old, new, 1)
	}
	s := one(t, []byte(text))
	if m := s.Movements[0]; m.EndToEnd != "" || m.Creditor != "BE68ZZZ0403019261" || !s.Duplicate || !s.CreatedOn.None() || s.Warnings[0].Code != "camt_page" || s.Warnings[1].Code != "camt_header_date" {
		t.Errorf("%+v %+v", m, s.Warnings)
	}
	if s = one(t, []byte(strings.Replace(text, "DUPL", "COPY", 1))); s.Duplicate {
		t.Error("a copy for somebody else is no duplicate")
	}
}

func TestABatchIsCountedOnce(t *testing.T) {
	s := tilleuls()
	s.Movements[1].Details[1].Unstated = true
	got := one(t, write(8, s))
	if parts := got.Movements[1].Parts(); len(parts) != 1 || parts[0].Amount.String() != "-75.00" || !got.Sound() || got.Warnings[0].Code != "statement_details" || !got.Movements[1].Details[1].Unstated {
		t.Errorf("%+v %+v", parts, got.Warnings)
	}
	text := strings.Replace(string(write(8, tilleuls())), "<NbOfTxs>2<", "<NbOfTxs>3<", 1)
	if got = one(t, []byte(text)); got.Warnings[0].Code != "camt_batch" {
		t.Errorf("%+v", got.Warnings)
	}
}

func TestTheSummaryOfTheBankIsChecked(t *testing.T) {
	summary := `<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>1284.60</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>75</Sum></TtlDbtNtries></TxsSummry><Ntry>`
	good := strings.Replace(string(write(8, tilleuls())), "<Ntry>", summary, 1)
	if s := one(t, []byte(good)); !s.Sound() {
		t.Errorf("%+v", s.Mismatches)
	}
	for code, change := range map[string][2]string{"camt_entries": {"<NbOfNtries>2<", "<NbOfNtries>3<"}, "camt_credit": {"<Sum>1284.60<", "<Sum>1284.61<"}, "camt_debit": {"<Sum>75<", "<Sum>76<"}} {
		s := one(t, []byte(strings.Replace(good, change[0], change[1], 1)))
		if len(s.Mismatches) != 1 || s.Mismatches[0].Code != code || s.Mismatches[0].Difference() >= 0 {
			t.Errorf("%s: %+v", code, s.Mismatches)
		}
	}
}

func TestLinesOfFreeTextAreJoined(t *testing.T) {
	full := strings.Repeat("x", maxLine)
	text := strings.Replace(string(write(8, tilleuls())), "<Ustrd>facture 1</Ustrd>", "<Ustrd>"+full+"</Ustrd><Ustrd>y</Ustrd><Ustrd>z</Ustrd>", 1)
	eq(t, "text", one(t, []byte(text)).Movements[1].Details[0].Text, full+"y z")
}

func TestWhatABankWritesIsReadBack(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) civil.Date {
		return civil.Must("2020-01-01").AddDays(rapid.IntRange(0, 9000).Draw(t, "day"))
	})
	amounts := rapid.Int64Range(-9_999_999_99999, 9_999_999_99999).Filter(func(n int64) bool { return n != 0 })
	movement := rapid.Custom(func(t *rapid.T) statement.Movement {
		return statement.Movement{Amount: statement.Amount(amounts.Draw(t, "amount")), BankRef: rapid.StringMatching(`[A-Z0-9/-]{0,35}`).Draw(t, "reference"), EndToEnd: rapid.StringMatching(`[A-Z0-9-]{0,30}`).Draw(t, "e2e"),
			Text: rapid.StringMatching(`[A-Za-z&<>"é][A-Za-z0-9é€ü' ]{0,120}[a-z]`).Draw(t, "text"), Reversal: rapid.Bool().Draw(t, "reversal"),
			Counterparty: statement.Party{Name: rapid.StringMatching(`[A-Zé&<]{1,20}`).Draw(t, "name"), Account: "BE68539007547034", BIC: "KREDBEBB"}}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := tilleuls()
		s.Movements = rapid.SliceOfN(movement, 0, 5).Draw(t, "movements")
		closing := s.Opening.Amount
		for i := range s.Movements {
			m := &s.Movements[i]
			m.Booked, m.Valued, m.Code = day.Draw(t, "booked"), day.Draw(t, "valued"), "PMNT/RCDT/ESCT"
			closing += m.Amount
			rest := m.Amount
			for range rapid.IntRange(0, 3).Draw(t, "details") {
				d := movement.Draw(t, "detail")
				d.Reversal, d.Booked, d.Valued, d.Code = m.Reversal, m.Booked, m.Valued, m.Code
				rest -= d.Amount
				m.Details = append(m.Details, d)
			}
			switch n := len(m.Details); {
			case n == 1 || n > 1 && m.Details[n-1].Amount+rest == 0:
				m.Details = nil
			case n > 1:
				m.Details[n-1].Amount += rest
				m.Text, m.Counterparty = "", statement.Party{}
			}
		}
		s.Closing.Amount = closing
		version := rapid.IntRange(2, 8).Draw(t, "version")
		list, err := Read(write(version, s))
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		got := list[0]
		if v, d := got.Balance(); v != statement.Balanced || d != 0 {
			t.Fatalf("%s %s", v, d)
		}
		if a, b := bare(got.Movements), bare(s.Movements); !reflect.DeepEqual(a, b) {
			t.Fatalf("\n got %+v\nwant %+v", a, b)
		}
	})
}

// bare is the movements as the bank meant them, without what the reader adds.
func bare(list []statement.Movement) (out []statement.Movement) {
	for _, m := range list {
		m.Place, m.Number, m.Key, m.CrossKey, m.Currency, m.Counterparty.IBAN, m.OGM, m.OGMInText = "", "", "", "", "", belgium.IBAN{}, belgium.OGM{}, false
		m.Details = bare(m.Details)
		out = append(out, m)
	}
	return out
}

func large(n int) []byte {
	s := tilleuls()
	proto := s.Movements[0]
	s.Movements, s.Closing.Amount = nil, s.Opening.Amount
	for i := range n {
		m := proto
		m.BankRef = fmt.Sprintf("REF%07d", i)
		s.Movements = append(s.Movements, m)
		s.Closing.Amount += m.Amount
	}
	return write(8, s)
}

func TestTenThousandMovementsFitInMemory(t *testing.T) {
	data := large(10_000)
	var before, after, kept runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	s := one(t, data)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if len(s.Movements) != 10_000 || !s.Sound() || len(s.Warnings) != 0 {
		t.Fatalf("%d movements, %v, %v", len(s.Movements), s.Mismatches, s.Warnings)
	}
	runtime.GC()
	runtime.ReadMemStats(&kept)
	allocated, held := after.TotalAlloc-before.TotalAlloc, int64(kept.HeapAlloc)-int64(before.HeapAlloc)
	t.Logf("%d bytes read in %v; %d bytes in %d allocations, %d kept", len(data), took, allocated, after.Mallocs-before.Mallocs, held)
	if allocated > 40*uint64(len(data)) || held > 4*int64(len(data)) {
		t.Errorf("%d bytes were allocated and %d kept for a file of %d", allocated, held, len(data))
	}
	runtime.KeepAlive(s)
	runtime.KeepAlive(data)
}

func BenchmarkRead(b *testing.B) {
	data := large(10_000)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range sampletest.Find("camt053/*.xml") { // where they are
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	for version := 2; version <= 8; version += 3 {
		f.Add(write(version, tilleuls()))
	}
	f.Add([]byte(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Read(data)
		if err != nil {
			if f := fault.As(err); f == nil || f.Code == "" || list != nil {
				t.Fatalf("%v, %v", list, err)
			}
			return
		}
		if len(list) == 0 {
			t.Fatal("neither a statement nor a fault")
		}
		for _, s := range list {
			var sum statement.Amount
			for i := range s.Movements {
				sum += s.Movements[i].Amount
				var parts statement.Amount
				for _, p := range s.Movements[i].Parts() {
					parts += p.Amount
				}
				if parts != s.Movements[i].Amount {
					t.Fatal("money was counted twice or lost")
				}
			}
			if v, _ := s.Balance(); v == statement.Balanced && s.Opening.Amount+sum != s.Closing.Amount {
				t.Fatal("called balanced, and is not")
			}
		}
	})
}
