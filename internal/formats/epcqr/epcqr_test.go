package epcqr

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
	"koprogo/internal/kernel/sampletest"

	"pgregory.net/rapid"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	account = must(belgium.ParseIBAN("BE03 7310 1866 4084"))
	call    = Transfer{Name: "ACP Résidence des Tilleuls", IBAN: account, Amount: 128460, Communication: must(belgium.NewOGM(1234567890))}
)

func TestPayloadOfACall(t *testing.T) {
	want := "BCD\n002\n1\nSCT\n\nACP Résidence des Tilleuls\nBE03731018664084\nEUR1284.60\n\n\n+++123/4567/89002+++"
	if got, err := call.Payload(); err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	v1 := call
	v1.BIC, v1.Communication, v1.Reference = "KREDBEBB", belgium.OGM{}, must(belgium.ParseRF("RF18 5390 0754 7034"))
	want = "BCD\n001\n1\nSCT\nKREDBEBB\nACP Résidence des Tilleuls\nBE03731018664084\nEUR1284.60\n\nRF18539007547034"
	if got, err := v1.PayloadV1(); err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestPayloadAgainstSample(t *testing.T) {
	want := strings.TrimRight(string(sampletest.Read(t, "epc-qr/qr_version_001.txt")), "\n")
	got, err := Transfer{Name: "Wikimedia Foerdergesellschaft", BIC: "BFSWDE33BER", Amount: 12345, Text: "Spende fuer Wikipedia",
		IBAN: must(belgium.ParseIBAN("DE33100205000001194700"))}.PayloadV1()
	if err != nil || got != want {
		t.Errorf("got  %q, %v\nwant %q", got, err, want)
	}
	// The picture beside the text says the same; our reader reads it, so it may judge our own pictures too.
	matrix, err := readPNG(sampletest.Read(t, "epc-qr/qr_version_001.png"))
	if err != nil {
		t.Fatal(err)
	}
	if read, err := readMatrix(matrix); err != nil || strings.TrimRight(read, "\n") != want {
		t.Errorf("the picture says %q, %v", read, err)
	}
}

func TestPayloadRefuses(t *testing.T) {
	for _, c := range []struct {
		story, code, field string
		change             func(*Transfer)
	}{
		{"no name", "epc_name", "name", func(x *Transfer) { x.Name = "" }},
		{"a name of 71 characters", "epc_name", "name", func(x *Transfer) { x.Name = strings.Repeat("é", 71) }},
		{"a name on two lines", "epc_name", "name", func(x *Transfer) { x.Name = "ACP\nTilleuls" }},
		{"no account", "epc_account", "iban", func(x *Transfer) { x.IBAN = belgium.IBAN{} }},
		{"a BIC of nine characters", "epc_bic", "bic", func(x *Transfer) { x.BIC = "KREDBEBBX" }},
		{"nothing to pay", "epc_amount", "amount", func(x *Transfer) { x.Amount = 0 }},
		{"a credit", "epc_amount", "amount", func(x *Transfer) { x.Amount = -1 }},
		{"a cent too much", "epc_amount", "amount", func(x *Transfer) { x.Amount = MaxAmount + 1 }},
		{"a purpose of five letters", "epc_purpose", "purpose", func(x *Transfer) { x.Purpose = "CHARI" }},
		{"two communications", "epc_communication", "communication", func(x *Transfer) { x.Text = "charges" }},
		{"141 characters", "epc_communication", "communication", func(x *Transfer) { x.Communication, x.Text = belgium.OGM{}, strings.Repeat("x", 141) }},
		{"an information of 71 characters", "epc_info", "info", func(x *Transfer) { x.Info = strings.Repeat("x", 71) }},
		{"too many bytes", "epc_too_long", "", func(x *Transfer) { x.Communication, x.Text = belgium.OGM{}, strings.Repeat("é", 140) }},
	} {
		x := call
		c.change(&x)
		_, err := x.Payload()
		if f := fault.As(err); f == nil || f.Code != c.code || f.Field != c.field {
			t.Errorf("%s: %v", c.story, err)
		}
	}
	if _, err := call.PayloadV1(); !errors.Is(err, fault.Invalid("epc_bic", "")) {
		t.Errorf("version 001 without BIC: %v", err)
	}
	if _, err := (Transfer{}).Payload(); fault.As(err) == nil || len(fault.As(err).Parts) != 3 {
		t.Errorf("all that is missing is said at once: %v", err)
	}
	for _, amount := range []money.Cents{1, MaxAmount} {
		x := call
		x.Amount = amount
		if _, err := x.Payload(); err != nil {
			t.Errorf("%d: %v", amount, err)
		}
	}
}

// Whatever fits is read back from the drawing, for every version up to 13.
func TestMatrixIsReadBack(t *testing.T) {
	widths := map[int]bool{}
	for n := 1; n <= MaxPayload; n += 5 {
		text := strings.Repeat("BCD é\n", 100)[:n]
		m, err := Matrix(text)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		widths[len(m)] = true
		if got, err := readMatrix(m); err != nil || got != text {
			t.Fatalf("%d bytes: got %q, %v", n, got, err)
		}
	}
	if len(widths) != 13 || !widths[MaxSize] {
		t.Errorf("%d versions were drawn: %v", len(widths), widths)
	}
	if m, err := Matrix(strings.Repeat("x", MaxPayload)); err != nil || len(m) != MaxSize {
		t.Errorf("the longest payload: %d, %v", len(m), err)
	}
	if _, err := Matrix(strings.Repeat("x", MaxPayload+1)); !errors.Is(err, fault.Invalid("epc_too_long", "")) {
		t.Errorf("one byte more: %v", err)
	}
}

func TestAnyCallIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := call
		x.Amount = money.Cents(rapid.Int64Range(1, MaxAmount).Draw(t, "amount"))
		x.Communication = must(belgium.NewOGM(rapid.Uint64Range(1, 9_999_999_999).Draw(t, "counter")))
		payload := must(x.Payload())
		if got, err := readMatrix(must(Matrix(payload))); err != nil || got != payload {
			t.Fatalf("got %q, %v", got, err)
		}
	})
}

func TestSVG(t *testing.T) {
	m := must(Matrix(must(call.Payload())))
	svg := SVG(m)
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(svg, "style") || !strings.Contains(svg, `shape-rendering="crispEdges"`) || !strings.Contains(svg, `fill="#fff"`) {
		t.Errorf("%.300s", svg)
	}
	dark := 0
	for _, row := range m {
		for _, d := range row {
			if d {
				dark++
			}
		}
	}
	drawn := 0
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1`).FindAllStringSubmatch(svg, -1) {
		x, y, n := atoi(run[1]), atoi(run[2]), atoi(run[3])
		if x < quiet || y < quiet || x+n > len(m)+quiet || y >= len(m)+quiet {
			t.Fatalf("%s lies in the white border", run[0])
		}
		drawn += n
	}
	if drawn != dark {
		t.Errorf("%d modules drawn of %d", drawn, dark)
	}
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// Every code that this package can answer has its sentence in four languages, written as printers do.
func TestEveryFaultHasItsSentence(t *testing.T) {
	said := regexp.MustCompile(`"(epc_[a-z_]+)"`)
	for _, name := range []string{"epcqr.go", "matrix.go"} {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(src), -1) {
			if !i18n.Has("fault." + m[1]) {
				t.Errorf("fault.%s has no sentence", m[1])
			}
		}
	}
	for _, key := range i18n.Keys() {
		for _, l := range i18n.Langs {
			s := regexp.MustCompile(`\{[^}]*\}|\d:\d`).ReplaceAllString(i18n.Raw(l, key), "")
			if strings.Contains(s, "'") || l == i18n.FR && regexp.MustCompile(`[^\x{a0}][:;?!]`).MatchString(s) {
				t.Errorf("%s %s: straight apostrophe or missing no-break space: %s", key, l, s)
			}
		}
	}
}
