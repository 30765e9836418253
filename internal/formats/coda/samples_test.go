package coda

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/sampletest"
)

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// told is what an independent reader found in a sample.
type told struct {
	Statements []struct {
		CreationDate string `json:"creation_date"`
		Duplicate    bool
		FileRef      string `json:"file_reference"`
		BIC          string
		Account      struct{ Number, Currency string }
		PaperNew     string `json:"paper_statement_seq_new"`
		Coded        string `json:"coded_statement_seq"`
		Old          string `json:"old_balance"`
		OldDate      string `json:"old_balance_date"`
		New          string `json:"new_balance"`
		NewDate      string `json:"new_balance_date"`
		Holder       string
		Description  string   `json:"account_description"`
		Messages     []string `json:"free_messages"`
		Movements    []toldMovement
		Trailer      struct {
			Records       int64
			Debit, Credit string
			Another       bool `json:"another_file_follows"`
		}
		Checks struct {
			Records     int64  `json:"record_count_actual"`
			RecordsOK   bool   `json:"record_count_ok"`
			Debit       string `json:"debit_actual"`
			DebitOK     bool   `json:"debit_ok"`
			Credit      string `json:"credit_actual"`
			CreditOK    bool   `json:"credit_ok"`
			BalanceOK   bool   `json:"balance_ok"`
			AccountSame bool   `json:"account_same"`
		}
	}
}

type toldMovement struct {
	Seq, Detail, Amount, Globalisation, Communication, Purpose string
	BankRef                                                    string `json:"bank_ref"`
	ValueDate                                                  string `json:"value_date"`
	TxCode                                                     string `json:"tx_code"`
	EntryDate                                                  string `json:"entry_date"`
	CustomerRef                                                string `json:"customer_ref"`
	BIC                                                        string `json:"counterparty_bic"`
	Reason                                                     string `json:"r_reason"`
	Account                                                    string `json:"counterparty_account"`
	Name                                                       string `json:"counterparty_name"`
	StructuredType                                             string `json:"structured_type"`
	Structured                                                 string `json:"structured_communication"`
	OGM                                                        string
	OGMOK                                                      bool `json:"ogm_check_ok"`
	Information                                                []struct {
		TxCode         string `json:"tx_code"`
		StructuredType string `json:"structured_type"`
		Communication  string
	}
}

func eq(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// amount writes an amount of the samples as ours: "5" is "5.00".
func amount(t *testing.T, s string) string {
	t.Helper()
	negative := strings.HasPrefix(s, "-")
	a, err := statement.ParseAmount(strings.TrimPrefix(s, "-"))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	if negative {
		a = -a
	}
	return a.String()
}

func TestEverySampleGivesWhatItsReaderFound(t *testing.T) {
	for _, file := range sampletest.Files(t, "coda/*.cod") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var want told
			if err := json.Unmarshal(read(t, strings.TrimSuffix(file, ".cod")+".expected.json"), &want); err != nil {
				t.Fatal(err)
			}
			data := read(t, file)
			if !Is(data) {
				t.Error("not recognised as CODA")
			}
			list, err := Read(data)
			if err != nil || len(list) != len(want.Statements) {
				t.Fatalf("%d statements, %v", len(list), err)
			}
			for i, s := range list {
				w := want.Statements[i]
				eq(t, "account", s.Account, w.Account.Number)
				eq(t, "currency", s.Currency, w.Account.Currency)
				eq(t, "created", s.CreatedOn.String(), w.CreationDate)
				eq(t, "id", s.ID, w.FileRef)
				eq(t, "bic", s.BIC, w.BIC)
				eq(t, "holder", s.Holder, w.Holder)
				eq(t, "description", s.Description, w.Description)
				eq(t, "opening", s.Opening.Amount.String()+" "+s.Opening.On.String(), amount(t, w.Old)+" "+w.OldDate)
				eq(t, "closing", s.Closing.Amount.String()+" "+s.Closing.On.String(), amount(t, w.New)+" "+w.NewDate)
				eq(t, "sequence", pad(s.Sequence), w.Coded)
				eq(t, "on paper", pad(s.LegalSequence), w.PaperNew)
				if s.Duplicate != w.Duplicate || len(s.Messages) != len(w.Messages) {
					t.Errorf("duplicate %v, messages %q", s.Duplicate, s.Messages)
				}
				checks(t, s, w.Checks.RecordsOK, w.Checks.DebitOK, w.Checks.CreditOK, w.Checks.BalanceOK, w.Checks.AccountSame)
				for _, m := range s.Mismatches {
					switch m.Code {
					case "coda_records":
						if int64(m.Told) != w.Trailer.Records || int64(m.Found) != w.Checks.Records {
							t.Errorf("records %+v", m)
						}
					case "coda_debit":
						eq(t, "debit", m.Told.String()+m.Found.String(), amount(t, w.Trailer.Debit)+amount(t, w.Checks.Debit))
					case "coda_credit":
						eq(t, "credit", m.Told.String()+m.Found.String(), amount(t, w.Trailer.Credit)+amount(t, w.Checks.Credit))
					}
				}
				if warned(s, "coda_more_expected") != w.Trailer.Another {
					t.Errorf("another file: %+v", s.Warnings)
				}
				var flat []statement.Movement
				for _, m := range s.Movements {
					flat = append(append(flat, m), m.Details...)
				}
				if len(flat) != len(w.Movements) {
					t.Fatalf("%d movements, want %d", len(flat), len(w.Movements))
				}
				for j, m := range flat {
					compare(t, m, w.Movements[j])
				}
			}
		})
	}
}

func pad(n int64) string {
	return string([]byte{'0' + byte(n/100%10), '0' + byte(n/10%10), '0' + byte(n%10)})
}

func checks(t *testing.T, s statement.Statement, records, debit, credit, balance, account bool) {
	t.Helper()
	for code, ok := range map[string]bool{"coda_records": records, "coda_debit": debit, "coda_credit": credit, "statement_balance": balance, "coda_account": account} {
		found := false
		for _, m := range s.Mismatches {
			found = found || m.Code == code
		}
		if found == ok {
			t.Errorf("%s: mismatch %v, agrees %v", code, found, ok)
		}
	}
	verdict, _ := s.Balance()
	if (verdict == statement.Balanced) != balance || s.Sound() != (records && debit && credit && balance && account) {
		t.Errorf("verdict %s, mismatches %+v", verdict, s.Mismatches)
	}
}

func warned(s statement.Statement, code string) bool {
	for _, w := range s.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}

func compare(t *testing.T, m statement.Movement, w toldMovement) {
	t.Helper()
	eq(t, "number", m.Number, w.Seq+"/"+w.Detail)
	eq(t, "amount", m.Amount.String(), amount(t, w.Amount))
	eq(t, "reference", m.BankRef, w.BankRef)
	eq(t, "value date", m.Valued.String(), w.ValueDate)
	eq(t, "booking date", m.Booked.String(), w.EntryDate)
	eq(t, "code", m.Code, w.TxCode)
	eq(t, "client reference", m.EndToEnd, w.CustomerRef)
	eq(t, "bic", m.Counterparty.BIC, w.BIC)
	eq(t, "reason", m.Return.Reason, w.Reason)
	account, _, _ := strings.Cut(w.Account, " ")
	eq(t, "account", m.Counterparty.Account, account)
	eq(t, "name", m.Counterparty.Name, w.Name)
	eq(t, "structure", m.Structure, w.StructuredType)
	eq(t, "structured", m.Structured, w.Structured)
	eq(t, "text", m.Text, w.Communication)
	if w.OGMOK {
		eq(t, "ogm", m.OGM.Format(), w.OGM)
	} else if !m.OGM.None() {
		t.Errorf("an OGM that is none: %s", m.OGM)
	}
	if len(m.Information) != len(w.Information) {
		t.Fatalf("%s: information %+v", m.Place, m.Information)
	}
	for i, x := range w.Information {
		got := m.Information[i]
		eq(t, "information", got.Code+" "+got.Structure+" "+got.Text, x.TxCode+" "+x.StructuredType+" "+x.Communication)
	}
}

func TestTheGlobalisedDebitOfSampleSevenIsCountedOnce(t *testing.T) {
	list, err := Read(read(t, sampletest.Files(t, "coda/sample7.cod")[0]))
	if err != nil {
		t.Fatal(err)
	}
	s := list[0]
	if len(s.Movements) != 1 || len(s.Movements[0].Details) != 3 {
		t.Fatalf("%+v", s.Movements)
	}
	var sum statement.Amount
	for _, p := range s.Movements[0].Parts() {
		sum += p.Amount
	}
	eq(t, "sum of the parts", sum.String(), "-75.00")
	verdict, difference := s.Balance()
	eq(t, "difference", string(verdict)+" "+difference.String(), "unbalanced -155.00")
}
