package pdf

import (
	"fmt"
	"time"

	"koprogo/internal/kernel/i18n"
)

// The papers on which the kit is judged by eye and by test: a call for funds, a balance, a "why do I pay this", minutes.

var made = time.Date(2026, 12, 1, 9, 30, 0, 0, time.FixedZone("CET", 3600))

var tilleuls = Association{Name: "ACP Résidence Les Tilleuls", Seat: "Rue de la Victoire 27, 1060 Saint-Gilles", Enterprise: "BCE 0842.315.659", Plate: "27"}

// dotted is a matrix with the three corners of a code; what it says does not matter here.
func dotted(side int) [][]bool {
	m := make([][]bool, side)
	for r := range m {
		m[r] = make([]bool, side)
		for c := range m[r] {
			m[r][c] = (r*r*7+c*c*3+r*c*5+r)%11 < 5
		}
	}
	for _, corner := range [][2]int{{0, 0}, {0, side - 7}, {side - 7, 0}} {
		for r := range 7 {
			for c := range 7 {
				edge := r == 0 || c == 0 || r == 6 || c == 6
				m[corner[0]+r][corner[1]+c] = edge || (r > 1 && r < 5 && c > 1 && c < 5)
			}
		}
	}
	return m
}

type letterWords struct {
	syndic, place, reference, title, dear, first, poste, key, all, mine, part, lift, charges, reserve, total, after, regards, pay, scan, help string
	amounts                                                                                                                                   [7]string
	before                                                                                                                                    string
}

var letterIn = map[i18n.Lang]letterWords{
	i18n.FR: {"Syndic : Bureau Maes & Associés SRL", "Saint-Gilles, le 1^{er} décembre 2026", "Appel 2027-T1, lot 4B, 46 quotités sur 1 000", "Provision du premier trimestre 2027", "Madame,",
		"L’assemblée du 9 décembre 2025 a approuvé le budget 2027. Voici votre part pour janvier, février et mars, **à payer avant le 15 janvier 2027**.",
		"Poste", "Clé", "À répartir", "Vos quotités", "Votre part", "Ascenseur", "Charges courantes", "Fonds de réserve", "À payer, dont 36,02 € pour le fonds de réserve",
		"Le fonds de réserve est versé sur un compte séparé au nom de l’association (art. 3.86 §3 du Code civil). Le détail de chaque ligne et les factures se trouvent sur votre espace, ou sur simple demande.",
		"Bien à vous,", "Payer en une fois", "Scannez ce code avec l’application de votre banque, ou recopiez :", "Une difficulté pour payer ? Appelez avant l’échéance : un étalement est possible et gratuit.",
		[7]string{"2 140,00", "994,00", "783,04", "98,44", "49,81", "36,02", "184,27 €"}, "15/01/2027"},
	i18n.NL: {"Syndicus: Bureau Maes & Associés BV", "Sint-Gillis, 1 december 2026", "Oproep 2027-K1, kavel 4B, 46 quotiteiten op 1.000", "Provisie voor het eerste kwartaal van 2027", "Geachte mevrouw,",
		"De vergadering van 9 december 2025 heeft de begroting 2027 goedgekeurd. Dit is uw deel voor januari, februari en maart, **te betalen vóór 15 januari 2027**.",
		"Post", "Sleutel", "Te verdelen", "Uw quotiteiten", "Uw deel", "Lift", "Lopende kosten", "Reservekapitaal", "Te betalen, waarvan € 36,02 voor het reservekapitaal",
		"Het reservekapitaal wordt gestort op een afzonderlijke rekening op naam van de vereniging (art. 3.86 §3 van het Burgerlijk Wetboek). De details en de facturen vindt u in uw ruimte, of op eenvoudig verzoek.",
		"Met vriendelijke groeten,", "In één keer betalen", "Scan deze code met de app van uw bank, of neem over:", "Moeite om te betalen? Bel vóór de vervaldag: spreiden is mogelijk en gratis.",
		[7]string{"2.140,00", "994,00", "783,04", "98,44", "49,81", "36,02", "€ 184,27"}, "15/01/2027"},
	i18n.DE: {"Verwalter: Bureau Maes & Associés GmbH", "Saint-Gilles, 1. Dezember 2026", "Abruf 2027-Q1, Einheit 4B, 46 von 1.000 Anteilen", "Vorschuss für das erste Quartal 2027", "Sehr geehrte Frau Dubois,",
		"Die Versammlung vom 9. Dezember 2025 hat den Haushaltsplan 2027 genehmigt. Dies ist Ihr Anteil für Januar, Februar und März, **zahlbar vor dem 15. Januar 2027**.",
		"Posten", "Verteilungsschlüssel", "Zu verteilen", "Ihre Anteile", "Ihr Betrag", "Aufzugsanlage", "Laufende Bewirtschaftungskosten", "Rücklage", "Zu zahlen, davon 36,02 € für die Rücklage",
		"Die Rücklage wird auf ein getrenntes Konto auf den Namen der Vereinigung eingezahlt (Art. 3.86 §3 des Zivilgesetzbuches). Einzelheiten und Rechnungen finden Sie in Ihrem Bereich oder erhalten Sie auf einfache Anfrage.",
		"Mit freundlichen Grüßen", "In einem Mal zahlen", "Scannen Sie diesen Code mit der App Ihrer Bank oder übernehmen Sie:", "Schwierigkeiten bei der Zahlung? Rufen Sie vor der Fälligkeit an: Raten sind möglich und kostenlos.",
		[7]string{"2.140,00", "994,00", "783,04", "98,44", "49,81", "36,02", "184,27 €"}, "15/01/2027"},
	i18n.EN: {"Syndic: Bureau Maes & Associés SRL", "Saint-Gilles, 1 December 2026", "Call 2027-Q1, lot 4B, 46 shares of 1,000", "Advance for the first quarter of 2027", "Dear Ms Dubois,",
		"The assembly of 9 December 2025 approved the budget for 2027. Here is your part for January, February and March, **to be paid before 15 January 2027**.",
		"Item", "Key", "To be shared", "Your shares", "Your part", "Lift", "Running costs", "Reserve fund", "To pay, of which €36.02 for the reserve fund",
		"The reserve fund is paid into a separate account in the name of the association (art. 3.86 §3 of the Civil Code). The details and the invoices are in your space, or on request.",
		"Yours sincerely,", "Pay in one go", "Scan this code with the app of your bank, or copy:", "Difficult to pay? Call before it falls due: payment in parts is possible and free.",
		[7]string{"2,140.00", "994.00", "783.04", "98.44", "49.81", "36.02", "€184.27"}, "15/01/2027"},
}

func letterFor(l i18n.Lang) *Document {
	w := letterIn[l]
	all := map[i18n.Lang]string{i18n.FR: "Tous les lots", i18n.NL: "Alle kavels", i18n.DE: "Alle Einheiten", i18n.EN: "All lots"}[l]
	return &Document{
		Lang: l, Title: w.title, Association: tilleuls, Made: made, Help: w.help,
		Syndic:    []string{w.syndic, "Chaussée de Charleroi 3, 1060 Saint-Gilles", "02 555 01 42 · IPI 508.221"},
		Addressee: []string{"Madame Anne Dubois", "Rue de la Victoire 27, bte 4B", "1060 SAINT-GILLES"},
		Reference: []string{w.place, w.reference},
		Blocks: []Block{
			Paragraph{w.dear}, Paragraph{w.first},
			Table{Columns: []Column{{Head: w.poste}, {Head: w.key}, {Head: w.all, Right: true}, {Head: w.mine, Right: true}, {Head: w.part, Right: true}}, Rows: []Row{
				{Cells: []string{"**" + w.charges + "**", all, w.amounts[0], "46 / 1 000", w.amounts[3]}},
				{Cells: []string{"**" + w.lift + "**", w.lift, w.amounts[1], "46 / 918", w.amounts[4]}},
				{Cells: []string{"**" + w.reserve + "**", all, w.amounts[2], "46 / 1 000", w.amounts[5]}},
				{Kind: Due, Cells: []string{w.total, "", "", "", w.amounts[6]}},
			}},
			Paragraph{w.after}, Paragraph{w.regards},
			Signature{[]Signatory{{Name: "Claire Maes", Role: "syndic"}}},
		},
		Payment: &Payment{Title: w.pay, Hint: w.scan, Amount: w.amounts[6], Before: w.before, Beneficiary: tilleuls.Name,
			Account: "BE68 5390 0754 7034", Communication: "+++090/9337/55493+++", QR: dotted(33)},
	}
}

func balance() *Document {
	side := func(head string, rows ...Row) Table {
		return Table{Small: true, Columns: []Column{{Width: 9}, {Head: head}, {Head: "22/11/2026", Right: true}, {Head: "31/12/2025", Right: true, Faint: true}}, Rows: rows}
	}
	row := func(kind RowKind, cells ...string) Row { return Row{Kind: kind, Cells: cells} }
	return &Document{
		Lang: i18n.FR, Title: "Bilan", AsOf: "Au 22 novembre 2026, en euros. L’actif et le passif sont égaux.", Association: tilleuls, Made: made,
		Syndic: []string{"Syndic : Bureau Maes & Associés SRL", "Chaussée de Charleroi 3, 1060 Saint-Gilles"},
		Mark:   Mark{Provisional, "Provisoire : l’assemblée n’a pas encore approuvé ces comptes"},
		Blocks: []Block{
			Pair{
				side("Actif", row(Group, "41", "Créances", "12 486,20", "10 342,10"), row(Line, "4100", "Copropriétaires, fonds de réserve", "3 120,00", "2 800,00"),
					row(Line, "4101", "Copropriétaires, fonds de roulement", "8 146,20", "6 422,10"), row(Detail, "", "Immo Canal SRL, 1C, G1", "1 946,80", ""),
					row(Detail, "", "Lambert – Dubois, indivision, 2A", "−318,60", ""), row(Group, "55", "Établissements de crédit", "73 212,63", "68 144,77"),
					row(Line, "550", "Épargne, fonds de réserve", "58 310,45", "54 000,00"), row(Line, "551", "Compte courant, fonds de roulement", "14 902,18", "14 144,77"),
					row(Total, "Total de l’actif", "", "86 938,83", "79 466,87")),
				side("Passif", row(Group, "10", "Fonds de roulement", "18 000,00", "18 000,00"), row(Line, "100", "Fonds de roulement permanent", "18 000,00", "18 000,00"),
					row(Group, "14", "Résultat à répartir", "1 600,00", "0,00"), row(Group, "16", "Fonds de réserve", "61 430,45", "54 000,00"),
					row(Line, "160", "Réserve générale", "46 430,45", "44 000,00"), row(Total, "Total du passif", "", "86 938,83", "79 466,87")),
			},
			Note{Title: "Le fonds de réserve est sur son propre compte", Text: "550 couvre 160 à 125 %. Il manque 3 120,00 € pour couvrir 16 en entier : ce sont les appels 4100 non payés. § art. 3.86 §3", Tone: InOrder},
		},
	}
}

func why() *Document {
	return &Document{
		Lang: i18n.FR, Title: "Pourquoi je paie 64,37 € pour l’ascenseur ?", Association: tilleuls, Made: made, Mark: Mark{Copy, "Copie"},
		Blocks: []Block{
			Paragraph{"Parce que votre appartement 4B porte 46 des 918 quotités de la clé « Ascenseur ». Voici le calcul, de la facture à votre part."},
			Chain{Steps: []Step{
				{Title: "La facture", Text: "Delta Ascenseurs SA · n° 2026-4471 du 1^{er} octobre 2026\nEntretien, 3^{e} trimestre. Approuvée par le conseil le 6 octobre.", Result: "1 284,60 €"},
				{Title: "Qui la partage", Text: "La clé « Ascenseur » : les 20 appartements du 1^{er} au 5^{e}. Le rez, les garages et les caves ne paient pas.", Result: "918", Unit: "quotités"},
				{Title: "Votre part", Text: "Lot 4B : 46 quotités. Vous étiez propriétaire les 92 jours du trimestre.", Formula: "1 284,60 × 46 / 918 × 92 / 92 = 64,3699…", Result: "46", Unit: "/ 918"},
				{Title: "L’arrondi au cent", Text: "Arrondies vers le bas, les 20 parts laissent 9 cents. Ils vont aux plus grands restes ; vous en recevez un, et la somme fait 1 284,60 € exactement.", Result: "64,36", Unit: "+ 0,01 €"},
			}, Total: Step{Title: "Vous payez", Result: "64,37 €"}},
			Facts{[]Fact{{"Lot", "4B, appartement au quatrième étage"}, {"Période", "du 1^{er} juillet au 30 septembre 2026"}, {"Question à poser", "Au syndic, qui répond sous dix jours ouvrables ; à défaut, au conseil de copropriété."}}},
		},
	}
}

// ledger is a paper of several pages, with all that makes a table difficult.
func ledger(rows int) *Document {
	t := Table{Columns: []Column{{Head: "Date"}, {Head: "Libellé"}, {Head: "Compte"}, {Head: "Débit en euros", Right: true}, {Head: "Crédit en euros", Right: true}, {Head: "Solde", Right: true}}}
	for n := range rows {
		text := fmt.Sprintf("Écriture %d", n+1)
		switch n % 7 {
		case 2:
			text = "Entretien annuel de la chaudière collective et remplacement du vase d’expansion, suivant l’offre acceptée par l’assemblée du 9 décembre 2025"
		case 4:
			text = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
		}
		t.Rows = append(t.Rows, Row{Cells: []string{fmt.Sprintf("%02d/11/2026", n%28+1), text, "61010", "1 284,60", "0,00", "−12 345 678,90"}})
	}
	t.Rows = append(t.Rows, Row{Kind: Total, Cells: []string{"Total de la période", "", "", "51 384,00", "0,00", "−12 345 678,90"}})
	a := tilleuls
	a.Name = "Association des copropriétaires de la Résidence Les Jardins suspendus du Parc de la Woluwe, phases I à IV"
	a.Enterprise = "Numéro d’entreprise pas encore attribué"
	a.Plate, a.Colour = "142-148", "oxblood"
	return &Document{
		Lang: i18n.FR, Title: "Grand livre", AsOf: "du 1^{er} au 28 novembre 2026", Association: a, Made: made,
		Mark:   Mark{Sealed, "Exercice clôturé le 1^{er} mars 2027 : ces comptes ne changent plus"},
		Syndic: []string{"Syndic : Vastgoedbeheer Van den Broeck-Vandermeersch & Zonen BV", "Brusselsesteenweg 1024, 1560 Hoeilaart", "02 555 01 42 · IPI 508.221 · contact@vandenbroeck-vandermeersch.example"},
		Blocks: []Block{Heading{"1. Journal"}, t},
		Payment: &Payment{Title: "Payer en une fois", Hint: "Recopiez :", Amount: "12 345 678,90 €", Before: "15/01/2027",
			Beneficiary: a.Name, Account: "BE68 5390 0754 7034", Communication: "+++090/9337/55493+++"},
	}
}

func minutes() *Document {
	d := &Document{
		Lang: i18n.NL, Title: "Notulen van de algemene vergadering van 9 december 2026", Association: tilleuls, Made: made, Large: true,
		Mark: Mark{Provisional, "Ontwerp: nog niet ondertekend"},
		Blocks: []Block{
			Facts{[]Fact{{"Plaats", "Parochiezaal, Overwinningsstraat 30, 1060 Sint-Gillis"}, {"Aanwezig of vertegenwoordigd", "18 van de 24 eigenaars, samen 812 quotiteiten op 1.000"}}},
		},
	}
	for n := range 9 {
		d.Blocks = append(d.Blocks, Heading{fmt.Sprintf("%d. Herstelling van het dak en isolatie van de achtergevel", n+1)},
			Paragraph{"De syndicus licht de drie offertes toe. De raad van mede-eigendom heeft ze vergeleken en beveelt de tweede aan. Mevrouw De Wilde vraagt of de werken vóór de winter kunnen beginnen; de syndicus antwoordt dat de aannemer **uiterlijk op 15 september** kan starten."},
			Paragraph{"**Aanvaard** met 640 stemmen voor, 120 tegen en 52 onthoudingen (twee derde vereist, art. 3.88 §1)."})
	}
	d.Blocks = append(d.Blocks, Signature{[]Signatory{{"Anne Dubois", "voorzitter", ""}, {"Claire Maes", "secretaris", ""}, {"Pieter De Wilde", "mede-eigenaar, lot 5A", "elektronisch ondertekend op 09/12/2026 om 21:14"}, {"Immo Canal BV, vertegenwoordigd door Youssef El Amrani", "mede-eigenaar", ""}}})
	return d
}

func papers() map[string]*Document {
	all := map[string]*Document{"balance": balance(), "why": why(), "ledger": ledger(40), "minutes": minutes()}
	for _, l := range i18n.Langs {
		all["letter-"+string(l)] = letterFor(l)
	}
	return all
}
