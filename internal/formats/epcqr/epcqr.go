// Package epcqr makes the code that a banking app scans to fill in a transfer (guideline EPC069-12 of the European
// Payments Council, "BCD" payload).
//
//	Transfer.Payload   the twelve lines of text, version 002 (no BIC needed)
//	Transfer.PayloadV1 the same in version 001, with the BIC, for old apps
//	Matrix             the text as a QR code, level M, version 13 at most        (matrix.go)
//	SVG                the QR code as a drawing for a page; paper draws the matrix itself
//
// The Belgian structured communication travels as text in line 11, written +++123/4567/89002+++: banking apps know it by
// that form. Line 10 is for ISO 11649 references only, and never both.
package epcqr

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("epcqr", words) }

// The limits of the guideline.
const (
	MaxName    = 70             // characters of the beneficiary's name
	MaxText    = 140            // characters of the free communication
	MaxInfo    = 70             // characters of the information for the payer
	MaxPayload = 331            // bytes of the whole text: what version 13, level M, holds
	MaxAmount  = 999_999_999_99 // cents
)

// Transfer is what the app is to fill in. Of Communication, Reference and Text at most one is given.
type Transfer struct {
	Name          string       // of the beneficiary
	IBAN          belgium.IBAN // of the beneficiary
	BIC           string       // of the beneficiary's bank; needed by version 001 only
	Amount        money.Cents  // 0.01 to 999 999 999.99 euro
	Purpose       string       // up to four letters or digits; usually empty
	Communication belgium.OGM  // Belgian structured communication
	Reference     belgium.RF   // ISO 11649 reference
	Text          string       // free communication
	Info          string       // shown to the payer by some apps; usually empty
}

// Payload is the text of version 002. Faults, each at its field: epc_name, epc_account, epc_bic, epc_amount, epc_purpose,
// epc_communication (more than one kind, or too long), epc_info, epc_too_long.
func (t Transfer) Payload() (string, error) { return t.payload("002") }

// PayloadV1 is the text of version 001, which needs the BIC. Faults as Payload.
func (t Transfer) PayloadV1() (string, error) {
	if t.BIC == "" {
		return "", fault.Invalid("epc_bic", "bic")
	}
	return t.payload("001")
}

var (
	bicForm     = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	purposeForm = regexp.MustCompile(`^[A-Z0-9]{0,4}$`)
)

func (t Transfer) payload(version string) (string, error) {
	text, err := t.communication()
	if err = fault.Join(
		refuse(t.Name == "" || !line(t.Name, MaxName), "epc_name", "name"),
		refuse(t.IBAN.None(), "epc_account", "iban"),
		refuse(t.BIC != "" && !bicForm.MatchString(t.BIC), "epc_bic", "bic"),
		refuse(t.Amount < 1 || t.Amount > MaxAmount, "epc_amount", "amount"),
		refuse(!purposeForm.MatchString(t.Purpose), "epc_purpose", "purpose"),
		err,
		refuse(!line(t.Info, MaxInfo), "epc_info", "info"),
	); err != nil {
		return "", err
	}
	lines := []string{"BCD", version, "1", "SCT", t.BIC, t.Name, t.IBAN.String(),
		fmt.Sprintf("EUR%d.%02d", t.Amount/100, t.Amount%100), t.Purpose, t.Reference.String(), text, t.Info}
	payload := strings.TrimRight(strings.Join(lines, "\n"), "\n")
	if len(payload) > MaxPayload {
		return "", fault.Invalid("epc_too_long", "").With("limit", MaxPayload).With("found", len(payload))
	}
	return payload, nil
}

// communication is line 11.
func (t Transfer) communication() (string, error) {
	given := 0
	for _, is := range []bool{!t.Communication.None(), !t.Reference.None(), t.Text != ""} {
		if is {
			given++
		}
	}
	if given > 1 || !line(t.Text, MaxText) {
		return "", fault.Invalid("epc_communication", "communication").With("limit", MaxText)
	}
	if !t.Communication.None() {
		return t.Communication.Format(), nil
	}
	return t.Text, nil
}

func refuse(wrong bool, code, field string) error {
	if !wrong {
		return nil
	}
	return &fault.Fault{Kind: fault.KindInvalid, Code: code, Field: field}
}

// line tells whether the text stands on one line within the limit, without spaces around it.
func line(s string, limit int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= limit && strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, unicode.IsControl)
}
