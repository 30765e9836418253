// Package camt reads the account statements of ISO 20022 (camt.053, "bank to customer statement", versions 02 to 08).
//
//	Document
//	└── BkToCstmrStmt
//	    └── Stmt               one account; a file holds one or several
//	        ├── Acct, Bal      account, holder, balances
//	        └── Ntry           movement: amount, direction, dates, references
//	            └── NtryDtls/TxDtls   who, why; of a batch one for each payment
//
// The versions differ in names that were wrapped or renamed; the namespace of the root says which it is, and elements are found under either
// name. Banks take freedoms: what is missing or odd is a warning as long as the money is beyond doubt, and a fault with the path of the
// element when it is not. Files are never judged by their schema: those of real banks fail it.
//
// An amount has no sign: CdtDbtInd says whether money came or went, also for an entry that reverses another (RvslInd). Dates with
// an hour are taken as the bank wrote them, in its own clock.
//
// Files: stmt.go a statement with its account and balances, ntry.go movements, details.go who and why.
package camt

import (
	"bytes"
	"strings"

	"koprogo/internal/formats/markup"
	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
)

// Limits of a file: some twenty thousand movements with all that banks say of them.
var Limits = markup.Limits{Bytes: 32 << 20, Depth: 40, Elements: 2_000_000, Text: 8 << 10}

// space is the namespace of every version, without its number.
const space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."

// versions that can be read.
var versions = strings.Fields("02 03 04 05 06 07 08")

// Read gives the statements of a file.
//
// Faults, each with path and line: those of package markup; camt_root (no camt.053 at all), camt_version (with version), camt_empty (no
// statement), camt_account, camt_amount, camt_sign (CdtDbtInd is missing or unknown), camt_date, amount_decimals, amount_too_large.
//
// Mismatches beside those of package statement: camt_entries, camt_credit, camt_debit (the summary tells otherwise).
// Warnings: camt_balance_sign (a balance that does not say whether it is overdrawn; taken as not), camt_page (one page of a longer
// statement), camt_status, camt_header_date, camt_batch (the number of payments is not the number of details); statement_ogm, statement_rf.
func Read(data []byte) ([]statement.Statement, error) {
	r, root, err := markup.Open(data, Limits)
	if err != nil {
		return nil, err
	}
	version, ok := strings.CutPrefix(root.Space, space)
	if root.Name != "Document" || !ok {
		return nil, root.Wrong("camt_root").With("root", clip(root.Name)).With("namespace", clip(root.Space))
	}
	if !known(version) {
		return nil, root.Wrong("camt_version").With("version", clip(version))
	}
	f := &file{r: r, format: "camt.053.001." + version}
	if err := f.each(f.message); err != nil {
		return nil, err
	}
	if err := r.End(); err != nil {
		return nil, err
	}
	if len(f.list) == 0 {
		return nil, root.Wrong("camt_empty")
	}
	if err := statement.Finish(f.list); err != nil {
		return nil, err
	}
	return f.list, nil
}

// Is tells whether the bytes look like camt.053 at all, so that a file can be given to its reader.
func Is(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 4096)], []byte("iso:20022:tech:xsd:camt.053."))
}

func known(version string) bool {
	for _, v := range versions {
		if v == version {
			return true
		}
	}
	return false
}

// file is what is being read.
type file struct {
	r      *markup.Reader
	format string
	list   []statement.Statement
}

// each goes through the children of the element that was given last; do must read or pass over each of them.
func (f *file) each(do func(*markup.Element) error) error {
	for {
		e, err := f.r.Next()
		if err != nil || e == nil {
			return err
		}
		if err := do(e); err != nil {
			return err
		}
	}
}

func (f *file) message(e *markup.Element) error {
	if e.Name != "BkToCstmrStmt" {
		return e.Wrong("camt_root").With("root", clip(e.Name)).With("namespace", clip(e.Space))
	}
	return f.each(func(e *markup.Element) error {
		if e.Name != "Stmt" {
			return f.r.Skip()
		}
		return f.stmt(e)
	})
}

// at gives a fault of a value the place of its element.
func at(e *markup.Element, err error) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	w := e.Wrong(f.Code)
	for k, v := range f.Args {
		w = w.With(k, v)
	}
	return w
}

// clip keeps what is shown of a foreign text short.
func clip(s string) string { return string([]rune(s)[:min(len([]rune(s)), 60)]) }
