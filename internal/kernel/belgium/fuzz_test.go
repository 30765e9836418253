package belgium

import "testing"

// stable says what holds of every parser on any text: it never panics, and what it prints it reads back to the same number.
func stable(f *testing.F, name string, seeds ...string) {
	for _, s := range append(seeds, "", " ", "BE", "é", "\xff\xfe") {
		f.Add(s)
	}
	parse := parsers[name]
	f.Fuzz(func(t *testing.T, text string) {
		n, err := parse(text)
		if err != nil {
			return
		}
		for _, again := range []string{n.String(), n.Format()} {
			if m, err := parse(again); err != nil || m != n {
				t.Fatalf("%q is %v; %q read back as %v, %v", text, n, again, m, err)
			}
		}
	})
}

func FuzzKBO(f *testing.F) { stable(f, "kbo", "BE 0403.019.261", "(0)403019261", "403019261") }

func FuzzVAT(f *testing.F) { stable(f, "vat", "BE 0403.019.261", "NL001234567B01", "IE1234567+A") }

func FuzzIBAN(f *testing.F) {
	stable(f, "iban", "BE03 7310 1866 4084", "NL91ABNA0417164300", "MT84MALT011000012345MTLCAST001S")
}

func FuzzOGM(f *testing.F) { stable(f, "ogm", "+++010/8068/17183+++", "000003505134", "***") }

func FuzzRF(f *testing.F) { stable(f, "rf", "RF18 5390 0754 7034", "RF471234567890") }

func FuzzNISS(f *testing.F) { stable(f, "niss", "85.07.30-033 28", "00000100166", "75.46.08-980.95") }

func FuzzEAN(f *testing.F) { stable(f, "ean", "541440012345678907", "541 440 012 345 678 907") }

func FuzzPostcode(f *testing.F) { stable(f, "postcode", "B-1000", "9999", "BE1000") }

func FuzzCaPaKey(f *testing.F) { stable(f, "capakey", "11922B0570/00H004", "72033A0610/00A000") }
