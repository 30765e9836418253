package camt

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/sampletest"
)

func load(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func eq(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// plain writes an amount of the samples as ours, with the sign that CdtDbtInd gives it.
func plain(t *testing.T, text, sign string) string {
	t.Helper()
	a, err := statement.ParseAmount(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if sign == "DBIT" {
		a = -a
	}
	return a.String()
}

// told is what a small independent reader found.
type told struct {
	File       string
	Namespace  string
	Statements []struct {
		ID, Seq, IBAN, OtherID string
		Other                  string `json:"other_id"`
		Balances               []struct{ Type, Amount, Sign, Date string }
		Entries                []struct {
			Amount, Ccy, Sign, Booking, Value, Ref, Status string
			TxDetails                                      int `json:"tx_details"`
			Refs, E2E                                      []*string
		}
		SumCredit string `json:"sum_credit"`
		SumDebit  string `json:"sum_debit"`
	}
}

func TestEverySampleGivesWhatItsReaderFound(t *testing.T) {
	for _, file := range sampletest.Files(t, "camt053/*.xml") {
		golden := load(t, strings.TrimSuffix(file, ".xml")+".expected.json")
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := load(t, file)
			list, err := Read(data)
			if err != nil || !Is(data) {
				t.Fatal(err)
			}
			if strings.Contains(string(golden), "__CLASS__") {
				compareGolden(t, list, golden)
				return
			}
			var want told
			if err := json.Unmarshal(golden, &want); err != nil {
				t.Fatal(err)
			}
			if len(list) != len(want.Statements) {
				t.Fatalf("%d statements", len(list))
			}
			for i, s := range list {
				compare(t, s, want, i)
			}
		})
	}
}

func compare(t *testing.T, s statement.Statement, all told, i int) {
	t.Helper()
	w := all.Statements[i]
	eq(t, "format", "urn:iso:std:iso:20022:tech:xsd:"+s.Format, all.Namespace)
	eq(t, "id", s.ID, w.ID)
	eq(t, "account", s.Account, w.IBAN+w.Other)
	if w.Seq != "" {
		eq(t, "sequence", string('0'+rune(s.LegalSequence)), w.Seq)
	}
	for j, b := range s.Balances {
		x := w.Balances[j]
		eq(t, "balance", b.Kind+" "+b.Amount.String()+" "+b.On.String(), x.Type+" "+plain(t, x.Amount, x.Sign)+" "+x.Date)
	}
	if len(s.Balances) != len(w.Balances) || len(s.Movements) != len(w.Entries) {
		t.Fatalf("%d balances, %d movements, %+v", len(s.Balances), len(s.Movements), s.Mismatches)
	}
	var credit, debit statement.Amount
	for j, m := range s.Movements {
		x := w.Entries[j]
		eq(t, "amount", m.Amount.String()+m.Currency, plain(t, x.Amount, x.Sign)+x.Ccy)
		eq(t, "dates", m.Booked.String()+m.Valued.String(), x.Booking+x.Value)
		eq(t, "reference", m.BankRef, x.Ref)
		parts := m.Details
		if len(parts) == 0 {
			parts = []statement.Movement{m}
		}
		if len(parts) != x.TxDetails {
			t.Errorf("%d details", len(parts))
		}
		var sum statement.Amount
		for k, p := range m.Parts() {
			sum += p.Amount
			eq(t, "text", p.Text, deref(x.Refs[k]))
			eq(t, "end to end", p.EndToEnd, deref(x.E2E[k]))
		}
		if sum != m.Amount {
			t.Errorf("the parts sum to %s", sum)
		}
		if m.Amount > 0 {
			credit += m.Amount
		} else {
			debit -= m.Amount
		}
	}
	// The sample of the OCA does not agree with itself; the others do.
	difference := s.Opening.Amount + credit - debit - s.Closing.Amount
	if v, d := s.Balance(); d != difference || (v == statement.Balanced) != (difference == 0) || s.Sound() != (difference == 0) || (difference != 0) != (all.File == "oca-test-camt053.xml") {
		t.Errorf("%s %s, want %s: %+v", v, d, difference, s.Mismatches)
	}
	eq(t, "sums", credit.String()+debit.String(), plain(t, w.SumCredit, "")+plain(t, w.SumDebit, ""))
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// node is an object of the goldens of genkgo/camt.
type node map[string]any

func (n node) at(path string) node {
	for key := range strings.SplitSeq(path, "/") {
		m, _ := n[key].(map[string]any)
		n = m
	}
	return n
}

func (n node) text(key string) string { s, _ := n[key].(string); return s }

func (n node) list(key string) (list []node) {
	for _, x := range asList(n[key]) {
		if m, ok := x.(map[string]any); ok {
			list = append(list, m)
		}
	}
	return list
}

func asList(x any) []any { l, _ := x.([]any); return l }

func (n node) day(key string) string {
	s := n.at(key).text("0")
	return s[:min(10, len(s))]
}

// cents of a golden are the digits of the smallest unit of the currency; the yen has none.
func cents(t *testing.T, n node) string {
	t.Helper()
	digits := n.text("getAmount")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "DBIT", digits[1:]
	}
	if n.at("getCurrency").text("getCode") != "JPY" {
		digits = strings.Repeat("0", max(0, 3-len(digits))) + digits
		digits = digits[:len(digits)-2] + "." + digits[len(digits)-2:]
	}
	return plain(t, digits, sign)
}

var kinds = map[string]string{"OPBD": "opening", "CLBD": "closing", "OPAV": "opening_available", "CLAV": "closing_available"}

func compareGolden(t *testing.T, list []statement.Statement, golden []byte) {
	t.Helper()
	var root node
	if err := json.Unmarshal(golden, &root); err != nil {
		t.Fatal(err)
	}
	if n := len(asList(root["getRecords"])); n != len(list) && n != 0 {
		t.Fatalf("%d statements, want %d", len(list), n)
	}
	s := list[len(list)-1] // the golden prints the last entry and its statement
	entry := root.list("getEntries")[0]
	record := entry.at("getRecord")
	eq(t, "id", s.ID, record.text("getId"))
	eq(t, "account", s.Account, record.at("getAccount").text("getIdentification"))
	eq(t, "created", s.CreatedOn.String(), record.day("getCreatedOn"))
	eq(t, "from and to", s.From.String()+s.To.String(), record.day("getFromDate")+record.day("getToDate"))
	eq(t, "message", strings.Join(s.Messages, ""), record.text("getAdditionalInformation"))
	if want := record.text("getElectronicSequenceNumber"); want != "" && (s.Sequence != number(want) || s.LegalSequence != number(record.text("getLegalSequenceNumber"))) {
		t.Errorf("sequence %d %d, want %s", s.Sequence, s.LegalSequence, want)
	}
	if s.Duplicate != (record.text("getCopyDuplicateIndicator") == "CODU") {
		t.Errorf("duplicate %v", s.Duplicate)
	}
	balances := record.list("getBalances")
	if len(balances) != len(s.Balances) {
		t.Fatalf("%d balances", len(s.Balances))
	}
	for i, b := range s.Balances {
		w := balances[i]
		eq(t, "balance", kinds[b.Kind]+" "+b.Amount.String()+b.Currency+" "+b.On.String(),
			w.text("getType")+" "+cents(t, w.at("getAmount"))+w.at("getAmount/getCurrency").text("getCode")+" "+w.day("getDate"))
	}
	m := s.Movements[len(s.Movements)-1]
	eq(t, "amount", m.Amount.String()+m.Currency, cents(t, entry.at("getAmount"))+entry.at("getAmount/getCurrency").text("getCode"))
	eq(t, "dates", m.Booked.String()+m.Valued.String(), entry.day("getBookingDate")+entry.day("getValueDate"))
	eq(t, "reference", m.BankRef, entry.text("getAccountServicerReference"))
	eq(t, "own code", m.Proprietary, entry.at("getBankTransactionCode/getProprietary").text("getCode"))
	if reversal, _ := entry["getReversalIndicator"].(bool); reversal != m.Reversal {
		t.Errorf("reversal %v", m.Reversal)
	}
	detail := entry.at("getTransactionDetail")
	eq(t, "end to end", m.EndToEnd, detail.at("getReference").text("getEndToEndId"))
	eq(t, "communication", m.Structured+m.Text, detail.at("getRemittanceInformation").text("getMessage"))
	found := false
	for _, p := range detail.list("getRelatedParties") {
		party := p.at("getRelatedPartyType")
		found = found || party.text("getName") == m.Counterparty.Name && p.at("getAccount").text("getIdentification") == m.Counterparty.Account
	}
	if !found {
		t.Errorf("counterparty %+v", m.Counterparty)
	}
}

// In two samples the balances are of several currencies: nothing can be added up, and the statement waits.
func TestSamplesOfSeveralCurrenciesWait(t *testing.T) {
	for _, name := range []string{"camt053/camt053.v2.minimal.xml", "camt053/camt053.v8.xml"} {
		list, err := Read(load(t, sampletest.Files(t, name)[0]))
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := list[0].Balance(); v != statement.Unbalanced || list[0].Sound() || list[0].Mismatches[0].Code != "statement_currency" {
			t.Errorf("%s: %s %+v", name, v, list[0].Mismatches)
		}
		if m := list[0].Movements[0]; !m.OGM.None() || m.Structured != "4654654654654654" || list[0].Warnings[len(list[0].Warnings)-1].Code != "statement_ogm" {
			t.Errorf("%+v %+v", m, list[0].Warnings)
		}
	}
	list, err := Read(load(t, sampletest.Files(t, "camt053/camt053.v2.multi.statement.xml")[0]))
	if err != nil || len(list) != 2 || !list[0].Sound() || !list[1].Sound() || list[1].Opening.Amount != list[0].Closing.Amount || list[0].Movements[0].Counterparty.Name != "Company Name 1" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestTheReturnsOfABatchKeepTheirReasons(t *testing.T) {
	list, err := Read(load(t, sampletest.Files(t, "camt053/oca-test-camt053.xml")[0]))
	if err != nil {
		t.Fatal(err)
	}
	batch := list[0].Movements[1]
	if len(batch.Details) != 2 || batch.EndToEnd != "2018/125-20141229-NORM" || batch.Details[0].Return.Reason != "AC06" || batch.Details[1].Mandate != "NL22ZZZ524885430000-C0125.2" || batch.Details[0].Amount.String() != "-564.05" {
		t.Errorf("%+v", batch)
	}
}
