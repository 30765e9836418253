package sample

import (
	"fmt"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/share"
)

// person is someone of the cast. A company has its name in last.
type person struct {
	first, last string
	lang        i18n.Lang
	email       string
	company     bool
	enterprise  string
}

func (p person) name() string { return strings.TrimSpace(p.first + " " + p.last) }

// entry is the person as the register takes it, sole owner at first.
func (p person) entry(fallback i18n.Lang) property.MemberEntry {
	e := property.MemberEntry{Nature: property.Natural, FirstName: p.first, LastName: p.last, Email: p.email, Lang: p.lang, Part: share.Must(1, 1)}
	if p.company {
		e.Nature, e.Enterprise = property.Company, p.enterprise
	}
	if e.Lang == "" {
		e.Lang = fallback
	}
	return e
}

// The people whom the scenarios know by name.
var (
	claire  = person{first: "Claire", last: "Maes", lang: i18n.FR, email: "claire.maes@bureau-maes.example"}
	willem  = person{first: "Willem", last: "De Smet", lang: i18n.NL, email: "willem.desmet@brouwershof.example"}
	ada     = person{first: "Ada", last: "Lemmens", lang: i18n.EN, email: "ada.lemmens@koprogo.example"}
	bruno   = person{first: "Bruno", last: "Achten", lang: i18n.FR, email: "bruno.achten@bureau-maes.example"}
	sofie   = person{first: "Sofie", last: "Claes", lang: i18n.NL, email: "sofie.claes@tilleuls.example"}
	ingrid  = person{first: "Ingrid", last: "Königslöw", lang: i18n.DE, email: "ingrid.koenigsloew@tilleuls.example"}
	anne    = person{first: "Anne", last: "Dubois", lang: i18n.FR, email: "anne.dubois@tilleuls.example"}
	tomasz  = person{first: "Tomasz", last: "Zieliński", lang: i18n.EN, email: "tomasz.zielinski@tilleuls.example"}
	delta   = person{first: "Karim", last: "Delta", lang: i18n.FR, email: "karim@delta-ascenseurs.example"}
	peeters = person{first: "Greet", last: "Peeters", lang: i18n.NL, email: "greet.peeters@notaris.example"}
	jozef   = person{first: "Jozef", last: "Vermeulen", lang: i18n.NL} // has no e-mail: everything goes to him by post
	fatima  = person{first: "Fatima", last: "El Amrani", lang: i18n.FR, email: "fatima.elamrani@tilleuls.example"}
	canal   = person{last: "Immo Canal SRL", lang: i18n.FR, email: "compta@immocanal.example", company: true, enterprise: "0799990474"}
	denise  = person{first: "Denise", last: "Marchal", lang: i18n.FR} // usufruct of 2C
	paul    = person{first: "Paul", last: "Marchal", lang: i18n.FR, email: "paul.marchal@tilleuls.example"}
	luc     = person{first: "Luc", last: "Lambert", lang: i18n.FR, email: "luc.lambert@tilleuls.example"}
	eva     = person{first: "Eva", last: "Dubois", lang: i18n.FR, email: "eva.dubois@tilleuls.example"}
	yannick = person{first: "Yannick", last: "N’Diaye", lang: i18n.FR, email: "yannick.ndiaye@tilleuls.example"}
	hassan  = person{first: "Hassan", last: "Benali", lang: i18n.FR, email: "hassan.benali@tilleuls.example"}
	marc    = person{first: "Marc", last: "Wouters", lang: i18n.NL, email: "marc.wouters@tilleuls.example"}
	leen    = person{first: "Leen", last: "Wouters", lang: i18n.NL, email: "marc.wouters@tilleuls.example"}
	helen   = person{first: "Helen", last: "Ashworth", lang: i18n.EN, email: "helen.ashworth@tilleuls.example"}
)

// half makes two people hold together in equal parts.
func half(a, b person) []property.MemberEntry {
	x, y := a.entry(i18n.FR), b.entry(i18n.FR)
	x.Part, y.Part = share.Must(1, 2), share.Must(1, 2)
	return []property.MemberEntry{x, y}
}

// split makes one person the usufructuary and another the bare owner.
func split(use, bare person) []property.MemberEntry {
	x, y := use.entry(i18n.FR), bare.entry(i18n.FR)
	x.Right, y.Right = property.Usufruct, property.Bare
	return []property.MemberEntry{x, y}
}

func sole(p person) []property.MemberEntry { return []property.MemberEntry{p.entry(i18n.FR)} }

var (
	firstNames = map[i18n.Lang][]string{
		i18n.FR: {"Aline", "Baptiste", "Camille", "Didier", "Élise", "François", "Gaëlle", "Hugo", "Inès", "Julien", "Karine", "Léon", "Manon", "Noémie", "Olivier", "Pascale"},
		i18n.NL: {"An", "Bart", "Carla", "Dirk", "Els", "Frank", "Griet", "Hans", "Ilse", "Jan", "Katrien", "Lieven", "Mieke", "Nele", "Pieter", "Rik"},
		i18n.DE: {"Anke", "Bernd", "Claudia", "Dieter", "Eva", "Frank", "Gisela", "Horst"},
		i18n.EN: {"Alice", "Brian", "Chloe", "David", "Emma", "Frank", "Grace", "Henry"},
	}
	lastNames = map[i18n.Lang][]string{
		i18n.FR: {"Arnould", "Bertrand", "Colson", "Delvaux", "Evrard", "Fontaine", "Gérard", "Henrion", "Istasse", "Jacquet", "Lebrun", "Massart", "Noël", "Outers", "Poncelet", "Renard", "Simonis", "Thiry", "Urbain", "Wathelet"},
		i18n.NL: {"Aerts", "Bogaert", "Cools", "Declercq", "Everaert", "Goossens", "Hermans", "Janssens", "Lambrecht", "Mertens", "Nijs", "Opdebeeck", "Pauwels", "Quintens", "Segers", "Thys", "Van Acker", "Verhoeven", "Willems", "Wuyts"},
		i18n.DE: {"Becker", "Fassbender", "Hilgers", "Kohnen", "Lorenz", "Mertes", "Scholzen", "Thelen"},
		i18n.EN: {"Barker", "Carter", "Foster", "Hughes", "Mason", "Parker", "Turner", "Wright"},
	}
)

// neighbour invents the n-th neighbour of a house, always the same: two in four speak French, one Dutch, and now and then German or English.
func neighbour(n int, house string) person {
	lang := []i18n.Lang{i18n.FR, i18n.NL, i18n.FR, i18n.NL, i18n.FR, i18n.DE, i18n.FR, i18n.NL, i18n.FR, i18n.EN}[n%10]
	first := firstNames[lang][(n*7)%len(firstNames[lang])]
	last := lastNames[lang][(n*3+n/len(lastNames[lang]))%len(lastNames[lang])]
	p := person{first: first, last: last, lang: lang}
	if n%9 != 4 { // one in nine has no e-mail
		p.email = fmt.Sprintf("%s.%d@%s.example", property.Fold(last), n+1, house)
	}
	return p
}
