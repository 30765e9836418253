package imports

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/formats/sheet"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func TestSharesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"150/1000": "150/1000", "150 / 1.000": "150/1000", "150 / 1 000": "150/1000", "1 000": "1000/1000", "1\u00a0000": "1000/1000",
		"41,00": "41/1000", "41.0": "41/1000", "41 quotités": "41/1000", "41 q.": "no", "38/100O": "38/1000 letter", "38/100": "38/100",
		"1OO": "100/1000 letter", "41": "41/1000", "41,5": "415/10000", "4,1 %": "41/1000", "38 sur 1000": "38/1000", "38 op 1000": "38/1000",
		"1.000": "1000/1000", "41.000": "41/1000", "1.250,00": "no", "38/1000e": "38/1000", "38/1000èmes": "38/1000", "12‰": "12/1000",
		"abc": "no", "": "no", "-5": "no", "1/2/3": "no", "5/0": "no", "1A": "no", "999999999999999999": "no", "0": "0/1000",
		"(38)": "38/1000", "38/1.000,00": "38/1000",
	} {
		q, ok := readShares(text, 1000)
		got := "no"
		if ok {
			got = fmt.Sprintf("%d/%d", q.num, q.of)
			if q.letter {
				got += " letter"
			}
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if q, ok := readShares("1.250,00", 10000); !ok || q.num != 1250 {
		t.Errorf("1.250,00 of ten thousand: %v %v", q, ok)
	}
}

func TestFloorsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int64{
		"rez": 0, "RDC": 0, "Rez-de-chaussée": 0, "gelijkvloers": 0, "Glvl.": 0, "EG": 0, "ground floor": 0, "0": 0, "rez gauche": 0,
		"1er": 1, "1er étage": 1, "2e": 2, "2ème": 2, "1ste": 1, "3de verdieping": 3, "2. OG": 2, "4. Stock": 4, "2nd floor": 2, "R+3": 3, "premier": 1,
		"-1": -1, "−2": -2, "sous-sol": -1, "SS -2": -2, "UG": -1, "kelder": -1, "basement": -1, "12": 12, "2,0": 2, "ss2": -2,
	} {
		if got, ok := readFloor(text); !ok || got != want {
			t.Errorf("%q: got %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"combles", "1-2", "999", "dak"} {
		if got, ok := readFloor(text); ok {
			t.Errorf("%q: got %d, want unreadable", text, got)
		}
	}
}

func TestKindsInFourLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"Appartement": "apartment", "App.": "apartment", "flat": "apartment", "Wohnung": "apartment", "Appartement 2 ch. + cave": "apartment",
		"garage": "garage", "box": "garage", "Garage n° 4": "garage", "kelder": "cellar", "Cave": "cellar", "Keller": "cellar", "parking": "parking",
		"Staanplaats": "parking", "Stellplatz": "parking", "emplacement de parking": "parking", "commerce": "commercial", "handelszaak": "commercial",
		"rez commercial": "commercial", "studio": "studio", "BUREAU": "office", "maison": "house", "jardin": "other", "other": "other",
	} {
		if got, ok := readKind(text); !ok || string(got) != want {
			t.Errorf("%q: got %s, %v; want %s", text, got, ok, want)
		}
	}
	if k, ok := readKind("château"); ok {
		t.Errorf("château is a %s", k)
	}
}

func TestNamesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"DUBOIS Anne": "Dubois|Anne", "Dubois, Anne": "Dubois|Anne", "Anne DUBOIS": "DUBOIS|Anne", "Dubois Anne": "Dubois|Anne", "Anne Dubois": "Dubois|Anne",
		"Mme Dubois Anne": "Dubois|Anne", "Van den Berghe Jan": "Van den Berghe|Jan", "Jan Van den Berghe": "Van den Berghe|Jan",
		"El Amrani Fatima": "El Amrani|Fatima", "de BACKER Jan": "de BACKER|Jan", "VAN DEN BERGHE Jan": "VAN DEN BERGHE|Jan", "Peeters": "Peeters|",
		"Immo Canal SRL": "Immo Canal SRL| company", "S.A. Immo": "S.A. Immo| company", "Dubois & Fils SA": "Dubois & Fils SA| company",
		"vzw De Toren": "vzw De Toren| company", "Königslöw GmbH": "Königslöw GmbH| company", "MARIA DE SA": "DE SA|MARIA", "Commune de Saint-Gilles": "Commune de Saint-Gilles| company",
		"Marchal Denise / Marchal Paul": "Marchal|Denise + Marchal|Paul", "Dubois A & Peeters B": "Dubois|A + Peeters|B", "A et B": "A| + B|", "A en B": "A| + B|", "A und B": "A| + B|",
		"Dubois Anne, Lambert Paul":                           "Dubois|Anne + Lambert|Paul",
		"M. et Mme Lambert-Dubois":                            "Lambert-Dubois|M. + Lambert-Dubois|Mme",
		"Époux Lambert-Dubois":                                "Lambert-Dubois|M. + Lambert-Dubois|Mme",
		"Jean & Marie Dupont":                                 "Dupont|Jean + Dupont|Marie",
		"Marchal Denise & Paul":                               "Marchal|Denise + Marchal|Paul",
		"Dupont Jean (usufruit) / Dupont Luc (nue-propriété)": "Dupont|Jean usufruct + Dupont|Luc bare",
		"Dupont Jean 1/2 et Dupont Luc 1/2":                   "Dupont|Jean 1/2 + Dupont|Luc 1/2",
		"Dupont Jean (US); Dupont Luc (NP)":                   "Dupont|Jean usufruct + Dupont|Luc bare",
		"Immo Canal SRL et Dubois Anne":                       "Immo Canal SRL| company + Dubois|Anne",
		"Marchal Denise\nMarchal Paul":                        "Marchal|Denise + Marchal|Paul",
	} {
		var got []string
		for _, p := range readNames(text, false) {
			s := p.last + "|" + p.first
			if p.company {
				s += " company"
			}
			if p.right != "" {
				s += " " + string(p.right)
			}
			if p.part.Num() > 0 {
				s += " " + p.part.String()
			}
			got = append(got, s)
		}
		if g := strings.Join(got, " + "); g != want && !strings.EqualFold(g, want) {
			t.Errorf("%q: got %s, want %s", text, g, want)
		}
	}
}

func TestEmails(t *testing.T) {
	for text, want := range map[string]string{
		"anne@exemple.be": "anne@exemple.be", " Anne <anne@exemple.be> ": "anne@exemple.be", "mailto:anne@exemple.be": "anne@exemple.be", "": "", "-": "", "néant": "",
		"a@b.be; c@d.be": "a@b.be c@d.be", "a@b.be / c@d.be": "a@b.be c@d.be",
	} {
		got, ok := readEmails(text)
		if !ok || strings.Join(got, " ") != want {
			t.Errorf("%q: got %v %v", text, got, ok)
		}
	}
	for _, text := range []string{"anne.dubois@exemple", "anne", "anne@", "@b.be", "anne(at)b.be", "anne@@b.be", "a@b.be c@d"} {
		if got, ok := readEmails(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

// told judges a csv and tells each row on a line.
func told(t testing.TB, deed int64, csv string, fixes map[int]Fix) (Checked, Mapping, []string) {
	t.Helper()
	book, err := sheet.ReadBytes([]byte(csv), sheet.Default)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Recognise(*book, deed)
	if err != nil {
		t.Fatal(err)
	}
	c := Check(book.Sheets[m.Sheet], m, fixes, Deed{deed, i18n.FR})
	return c, m, tell(c)
}

func tell(c Checked) []string {
	var list []string
	for _, r := range c.Rows {
		s := fmt.Sprintf("%d %s %s %d", r.Number, r.Lot.Label, r.Lot.Kind, r.Lot.Shares)
		if r.Lot.Floor != nil {
			s += fmt.Sprintf(" floor %d", *r.Lot.Floor)
		}
		for _, m := range r.Members {
			s += " [" + m.LastName + "|" + m.FirstName
			if m.Right != "full" {
				s += " " + string(m.Right)
			}
			if m.Part.String() != "1/1" {
				s += " " + m.Part.String()
			}
			if m.Email != "" {
				s += " " + m.Email
			}
			s += "]"
		}
		for _, p := range r.Problems {
			s += " !" + string(p.Column) + ":" + p.Code
			for _, x := range p.Repairs {
				s += fmt.Sprintf(" (%s", x.Field)
				if x.Row != r.Number {
					s += fmt.Sprintf("@%d", x.Row)
				}
				s += "=" + x.Value + ")"
			}
		}
		if r.Ignored {
			s += " ignored"
		}
		list = append(list, s)
	}
	return list
}

func wants(t *testing.T, got []string, want string) {
	t.Helper()
	if g := strings.Join(got, "\n"); g != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", g, strings.TrimSpace(want))
	}
}

// The list of the drawing: titles on line 7, a letter O, two names, a lot twice, shares that are missing, totals.
func TestTheListOfLesTilleuls(t *testing.T) {
	c, m, got := told(t, 1000, `Résidence Les Tilleuls;;;;
Syndic : C. Maes;;;;
Liste des copropriétaires au 1er janvier 2026;;;;

;;;;

Lot;Nature;Quotités;Copropriétaire;E-mail
1A;appartement;41;El Amrani Fatima;fatima.elamrani@exemple.be
1B;appartement;638;Vermeulen Jozef;
1C;appartement;38/100O;Immo Canal SRL;info@immocanal.example
1D;studio;157;Königslöw Ingrid;i.koenigsloew@exemple.de
2B;appartement;40;Claes Sofie;sofie.claes@exemple.be
Total 1er étage;;914;;

2C;appartement;40;Marchal Denise / Marchal Paul;
2B;appartement;40;Claes Sofie;sofie.claes@exemple.be
4B;appartement;;Dubois Anne;anne.dubois@exemple
;;954;;
TOTAL GÉNÉRAL;;954;;
`, nil)
	if m.HeaderRow != 7 || len(m.Columns) != 5 {
		t.Errorf("mapping %+v", m)
	}
	wants(t, got, `
8 1A apartment 41 [El Amrani|Fatima fatima.elamrani@exemple.be]
9 1B apartment 638 [Vermeulen|Jozef]
10 1C apartment 38 [Immo Canal SRL| info@immocanal.example] !shares:shares_letter (shares=38)
11 1D studio 157 [Königslöw|Ingrid i.koenigsloew@exemple.de]
12 2B apartment 40 [Claes|Sofie sofie.claes@exemple.be]
15 2C apartment 40 !owner:two_names (held=undivided) (held=usufruct) (held=single)
16 2B apartment 40 [Claes|Sofie sofie.claes@exemple.be] !label:label_twice_same (ignored=true) (ignored@12=true)
17 4B apartment 0 [Dubois|Anne] !shares:shares_missing_rest (shares=46) !email:email_unreadable (email=)`)
	if c.Shares.Declared != 1000 || c.Shares.Found != 954 || c.Counts != (Counts{3, 1, 4, 0}) {
		t.Errorf("%+v %+v", c.Shares, c.Counts)
	}
}

func TestRepairsMend(t *testing.T) {
	list := `Lot;Quotités;Propriétaire
1;400;Marchal Denise / Marchal Paul
2;300;
3;38/100;Dubois Anne
3;;Dubois Paul
5;0;Maes Cor
x;abc;Maes Cor
`
	_, _, got := told(t, 1000, list, nil)
	wants(t, got, `
2 1 apartment 400 !owner:two_names (held=undivided) (held=usufruct) (held=single)
3 2 apartment 300 !owner:owner_missing (same_as=2) (held=none)
4 3 apartment 380 [Dubois|Anne] !shares:shares_other_whole (shares=380)
5 3 apartment 0 [Dubois|Paul] !label:label_twice_other (joins=4) (ignored=true) (ignored@4=true) !shares:shares_missing
6 5 apartment 0 [Maes|Cor] !shares:shares_zero (shares=0)
7 x apartment 0 [Maes|Cor] !shares:shares_unreadable`)
	c, _, got := told(t, 1000, list, map[int]Fix{2: {Held: HeldByUsufruct}, 3: {SameAs: "2"}, 4: {Shares: "300"}, 5: {Joins: "4"}, 6: {Shares: "0"}, 7: {Ignored: "true"}})
	wants(t, got, `
2 1 apartment 400 [Marchal|Denise usufruct] [Marchal|Paul bare]
3 2 apartment 300 [Marchal|Denise usufruct] [Marchal|Paul bare]
4 3 apartment 300 [Dubois|Anne 1/2] [Dubois|Paul 1/2]
5 3 apartment 0
6 5 apartment 0 [Maes|Cor]
7   0 ignored`)
	if c.Shares.Found != 1000 || c.Counts.WithErrors() != 0 || len(c.lines()) != 4 {
		t.Errorf("%+v %+v %d", c.Shares, c.Counts, len(c.lines()))
	}
	_, _, got = told(t, 1000, list, map[int]Fix{2: {Held: HeldByNone}, 3: {Owner: "Dupont Luc"}, 7: {Label: "6", Shares: "1 / 1000"}})
	if got[0] != "2 1 apartment 400" || got[1] != "3 2 apartment 300 [Dupont|Luc]" || got[5] != "7 6 apartment 1 [Maes|Cor]" {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestListsInFourLanguages(t *testing.T) {
	for name, c := range map[string]struct{ csv, want string }{
		"nl, first and last names apart, floors": {`VME De Linde
Kavelnr.	Soort	Verdieping	Aandelen /1000	Naam	Voornaam	Mailadres	Telefoon
A1	Appartement	Gelijkvloers	450	Peeters	Jozef	jozef@voorbeeld.be	0470
A2	Appartement	1ste	450	De Smet	Marie		
G1	Garage	-1	100	Peeters	Jozef	jozef@voorbeeld.be	
	Totaal		1.000				
`, `
3 A1 apartment 450 floor 0 [Peeters|Jozef jozef@voorbeeld.be]
4 A2 apartment 450 floor 1 [De Smet|Marie]
5 G1 garage 100 floor -1 [Peeters|Jozef jozef@voorbeeld.be]`},
		"de, usufruct in a column of rights": {`Los-Nr.;Art;Geschoss;Miteigentumsanteil;Eigentümer;Recht
1;Wohnung;EG;500,00;Königslöw Ingrid;
2;Wohnung;1. OG;400,00;Schmitz Hans;Nießbrauch
2;Wohnung;1. OG;400,00;Schmitz Petra;nacktes Eigentum
3;Stellplatz;UG;100,00;Kanal GmbH;
Summe;;;1000,00;;
`, `
2 1 apartment 500 floor 0 [Königslöw|Ingrid]
3 2 apartment 400 floor 1 [Schmitz|Hans usufruct] [Schmitz|Petra bare]
4 2 apartment 400 floor 1
5 3 parking 100 floor -1 [Kanal GmbH|]`},
		"en, two rows of titles": {`Unit,Type,Shares,Owner,,Contact
,,,First name,Last name,
1A,Flat,600,Anne,Dubois,anne@example.be
1B,Flat,400,John,Smith,
`, `
3 1A apartment 600 [Dubois|Anne anne@example.be]
4 1B apartment 400 [Smith|John]`},
		"fr, sections, a page of titles again, columns of usufruct": {`Lot;Quotités /1000;Usufruitier;Nu-propriétaire;Propriétaire
APPARTEMENTS;;;;
App 1;500;Dupont Jean;Dupont Luc;
Lot;Quotités /1000;Usufruitier;Nu-propriétaire;Propriétaire
App 2;400;;;DUBOIS Anne
GARAGES;;;;
1;50;;;DUBOIS Anne
2;50;;;DUBOIS Anne
Sous-total;100;;;
`, `
3 App 1 apartment 500 [Dupont|Jean usufruct] [Dupont|Luc bare]
5 App 2 apartment 400 [DUBOIS|Anne]
7 1 garage 50 [DUBOIS|Anne]
8 2 garage 50 [DUBOIS|Anne]`},
		"no titles at all": {`1A;Appartement;El Amrani Fatima;600/1000;fatima@exemple.be
1B;Appartement;Vermeulen Jozef;390/1000;
K1;Kelder;Vermeulen Jozef;10/1000;
`, `
1 1A apartment 600 [El Amrani|Fatima fatima@exemple.be]
2 1B apartment 390 [Vermeulen|Jozef]
3 K1 cellar 10 [Vermeulen|Jozef]`},
		"a second owner on the next line": {`Lot;Quotités;Propriétaire;E-mail
1;600;Marchal Denise;d@exemple.be
;;Marchal Paul;p@exemple.be
2;400;Maes Cor;
`, `
2 1 apartment 600 !owner:two_names (held=undivided) (held=usufruct) (held=single)
4 2 apartment 400 [Maes|Cor]`},
		"ten-thousandths of another deed": {`Lot;Quotités (10.000èmes);Propriétaire
1;6000;Maes Cor
2;4005;Maes Cor
`, `
2 1 apartment 600 [Maes|Cor] !shares:shares_other_whole (shares=600)
3 2 apartment 0 [Maes|Cor] !shares:shares_other_whole`},
		"what cannot be read": {`Lot;Nature;Etage;Quotités;Propriétaire;BCE
1;château;combles;500;Maes Cor;
;Appartement;1;300;Maes Cor;123
3;;1;200;Maes Cor;0403.019.261
`, `
2 1  500 [Maes|Cor] !kind:kind_unknown (kind=apartment) (kind=other) !floor:floor_unreadable (floor=)
3  apartment 300 floor 1 [Maes|Cor] !label:label_missing (label=2) (ignored=true) !enterprise:enterprise_unreadable (enterprise=)
4 3  200 floor 1 [Maes|Cor] !kind:kind_missing (kind=apartment) (kind=other)`},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, got := told(t, 1000, c.csv, nil)
			wants(t, got, c.want)
		})
	}
}

func TestAnyEncoding(t *testing.T) {
	list := "N° de lot;Quotités;Propriétaire\n1A;400;Königslöw Ingrid\n1B;600;Dubois Zoé\n"
	latin, _ := charmap.Windows1252.NewEncoder().String(list)
	wide := "\xff\xfe"
	for _, r := range list {
		wide += string([]byte{byte(r), byte(r >> 8)})
	}
	for name, text := range map[string]string{"utf-8": list, "with a mark": "\ufeff" + list, "windows-1252": latin, "utf-16": wide,
		"comma": strings.ReplaceAll(list, ";", ","), "old line ends": strings.ReplaceAll(list, "\n", "\r")} {
		_, _, got := told(t, 1000, text, nil)
		if g := strings.Join(got, "; "); g != "2 1A apartment 400 [Königslöw|Ingrid]; 3 1B apartment 600 [Dubois|Zoé]" {
			t.Errorf("%s: %s", name, g)
		}
	}
}

func TestTheSheetWithTheList(t *testing.T) {
	cell := sheet.Text
	data, err := sheet.WriteXLSX(
		sheet.Table{Name: "Adresses utiles", Columns: []sheet.Column{{Title: "Nom"}, {Title: "Tel"}}, Rows: [][]sheet.Cell{{cell("Ascenseurs SA"), cell("02 123")}}},
		sheet.Table{Name: "Copropriétaires", Columns: []sheet.Column{{Title: "Lot"}, {Title: "Quotités"}, {Title: "Propriétaire"}},
			Rows: [][]sheet.Cell{{cell("1A"), sheet.Whole(600), cell("Dubois Anne")}, {cell("1B"), cell("400 / 1.000"), cell("Maes Cor")}, {cell("Total"), sheet.Whole(1000)}}})
	if err != nil {
		t.Fatal(err)
	}
	_, m, got := told(t, 1000, string(data), nil)
	if m.Sheet != 1 {
		t.Errorf("sheet %d", m.Sheet)
	}
	wants(t, got, "2 1A apartment 600 [Dubois|Anne]\n3 1B apartment 400 [Maes|Cor]")
}

func TestTheModelIsUnderstoodAndItsExamplesAreNotRead(t *testing.T) {
	for _, l := range i18n.Langs {
		d, err := ModelList(l)
		if err != nil {
			t.Fatal(err)
		}
		_, m, got := told(t, 1000, string(d.Data), nil)
		if len(m.Columns) != len(modelFields) || m.HeaderRow != 1 || len(got) != 0 {
			t.Errorf("%s: %+v %v", l, m, got)
		}
	}
}

// Merged cells keep their first value only, so the owner of three lots stands on one line of three; figures come with formats.
func TestAWorkbookWithMergedCells(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{{"ACP Les Tilleuls"}, {}, {"Lot", "Étage", "Quotités", "Propriétaire", "Adresse"},
		{"1A", "rez", 400, "Dubois, Anne", "Rue de la Victoire 12, 1060 Saint-Gilles"}, {"C1", "-1", 50.0}, {"G1", "-1", "50"},
		{"1B", 1, "500/1000", "Immo Canal SRL", "Quai 3, B-1000 Bruxelles"}, {"TOTAL", nil, 1000}}
	for i, r := range rows {
		_ = f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r)
	}
	for _, area := range [][2]string{{"A1", "E1"}, {"D4", "D6"}, {"E4", "E6"}} {
		_ = f.MergeCell("Sheet1", area[0], area[1])
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	_, _, got := told(t, 1000, b.String(), nil)
	wants(t, got, `
4 1A apartment 400 floor 0 [Dubois|Anne]
5 C1 apartment 50 floor -1 !owner:owner_missing (same_as=4) (held=none)
6 G1 apartment 50 floor -1 !owner:owner_missing (same_as=4) (held=none)
7 1B apartment 500 floor 1 [Immo Canal SRL|]`)
	c, _, _ := told(t, 1000, b.String(), map[int]Fix{5: {SameAs: "4"}, 6: {SameAs: "5"}})
	for _, r := range c.Rows[:3] {
		if m := r.Members; len(m) != 1 || m[0].Street != "Rue de la Victoire 12" || m[0].Postcode != "1060" || m[0].City != "Saint-Gilles" {
			t.Errorf("row %d: %+v", r.Number, m)
		}
	}
	if m := c.Rows[3].Members; m[0].Postcode != "1000" || m[0].Street != "Quai 3" {
		t.Errorf("%+v", m)
	}
}

func TestSeveralRowsOfOnePersonSpeakTogether(t *testing.T) {
	c, _, _ := told(t, 1000, "Lot;Quotités;Propriétaire;E-mail\n1;500;Dubois Anne;\n2;500;Anne DUBOIS;anne@exemple.be\n", nil)
	for _, l := range c.lines() {
		if l.Members[0].Email != "anne@exemple.be" {
			t.Errorf("%+v", l)
		}
	}
}

func TestProseIsNoList(t *testing.T) {
	book, err := sheet.ReadBytes([]byte("Chers copropriétaires\nvoici la liste\n"), sheet.Default)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Recognise(*book, 1000); fault.As(err) == nil || fault.As(err).Code != "no_table" {
		t.Errorf("got %v", err)
	}
}

// Whatever the file, nothing breaks, and the shares found are the sum of the lots, each once.
func TestFoundIsTheSumOfTheLots(t *testing.T) {
	cells := []string{"", "", "1A", "2", "12", "Lot", "Quotités", "Total", "150/1000", "38/100O", "41,5", "DUBOIS Anne", "A & B", "Immo SA", "x@y.be", "x@", "rez", "garage",
		"Propriétaire", "usufruit", "Dupont (1/2) / Maes (1/2)", "1 000", "-1", "\u00a0", "999999999999", "Nom", "Prénom", "1/0", "E-mail", "GARAGES", "&", "/", ",", "et", "M. et Mme"}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(cells), 1, 6), 1, 14).Draw(t, "rows")
		page := sheet.Sheet{}
		for i, r := range rows {
			page.Rows = append(page.Rows, sheet.Row{Number: i + 1, Cells: r})
		}
		m, err := Recognise(sheet.Book{Sheets: []sheet.Sheet{page}}, 1000)
		if err != nil {
			return
		}
		fixes := map[int]Fix{}
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, len(rows)), 0, 3).Draw(t, "fixed") {
			f := rapid.SampledFrom([]Field{Label, Shares, Owner, Held, SameAs, Joins, Ignored}).Draw(t, "field")
			fixes[n] = Fix{f: rapid.SampledFrom([]string{"1", "2", "true", "usufruct", "none", "", "A / B"}).Draw(t, "value")}
		}
		c := Check(page, m, fixes, Deed{1000, i18n.FR})
		var sum int64
		labels := map[string]bool{}
		for _, r := range c.Rows {
			if n, ok := r.KnownShares(); ok && !r.Ignored && !r.second {
				sum += n
			}
		}
		if sum != c.Shares.Found {
			t.Fatalf("found %d, the rows say %d", c.Shares.Found, sum)
		}
		if n := c.Counts.WithErrors() + c.Counts.Good + c.Counts.Ignored; n != len(c.Rows) {
			t.Fatalf("%d rows under the tabs, %d in the list", n, len(c.Rows))
		}
		for _, l := range c.lines() {
			if l.Lot.Label == "" || l.Lot.Kind == "" || labels[l.Lot.Label] {
				t.Fatalf("a good row makes no good lot: %+v", l)
			}
			labels[l.Lot.Label] = true
			for _, x := range l.Members {
				if x.LastName == "" {
					t.Fatalf("a good row has a holder without a name: %+v", l)
				}
			}
		}
	})
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// Every code has its sentence in four languages, written as printers do; every repair has its words.
func TestEveryCodeHasItsSentence(t *testing.T) {
	files, _ := os.ReadDir(".")
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") || strings.HasPrefix(f.Name(), "pages") {
			continue
		}
		src, _ := os.ReadFile(f.Name())
		for _, m := range regexp.MustCompile(`fault\.(?:Invalid|Unlawful|Conflict|NotFound)\("([a-z_]+[a-z])"`).FindAllStringSubmatch(string(src), -1) {
			if !i18n.Has("fault." + m[1]) {
				t.Errorf("%s: fault.%s has no sentence", f.Name(), m[1])
			}
		}
		for _, m := range regexp.MustCompile(`r\.fault\([^"]*"([a-z_]+)"`).FindAllStringSubmatch(string(src), -1) {
			if !i18n.Has("imports.problem_" + m[1]) {
				t.Errorf("%s: problem %s has no sentence", f.Name(), m[1])
			}
		}
		for _, m := range regexp.MustCompile(`Name: "([a-z_]+)"`).FindAllStringSubmatch(string(src), -1) {
			if !i18n.Has("imports.repair_" + m[1]) {
				t.Errorf("%s: repair %s has no words", f.Name(), m[1])
			}
		}
	}
	for _, f := range Fields {
		if !i18n.Has("imports.field_" + string(f)) {
			t.Errorf("field %s has no name", f)
		}
	}
	for _, key := range i18n.Keys() {
		if !strings.HasPrefix(key, "imports.") && !slices.Contains([]string{"fault.rows_to_fix", "fault.shares_sum", "fault.no_table"}, key) {
			continue
		}
		for _, l := range i18n.Langs {
			if s := placeholder.ReplaceAllString(i18n.Raw(l, key), "n"); strings.Contains(s, "'") || l == i18n.FR && regexp.MustCompile(`[^\x{a0}n][:;?!]`).MatchString(s) {
				t.Errorf("%s %s: straight apostrophe or missing no-break space: %s", key, l, s)
			}
		}
	}
}
