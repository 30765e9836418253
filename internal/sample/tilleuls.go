package sample

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
)

var tilleulsEntry = property.BuildingEntry{
	Name:        "Résidence Les Tilleuls",
	Address:     property.Address{Street: "Rue de la Victoire", Number: "27", Postcode: "1060", City: "Saint-Gilles"},
	Denominator: 1000, Enterprise: "0799990177", Lang: i18n.FR,
}

// tilleulsParticulars: a house of the nineties in Brussels whose letters are offered in Dutch as well.
var tilleulsParticulars = property.Particulars{Region: "BXL", Accepted: civil.Must("1998-06-12"), Floors: 5, Languages: []i18n.Lang{i18n.NL},
	Assembly: civil.FiscalStart{Month: 5, Day: 10}}

// The accounts are invented: the bank's number does not exist, the check digits are right.
const (
	tilleulsWorking = "BE09999990000157"
	tilleulsReserve = "BE95999990000258"
)

// tilleulsList is the list of the thirty lots: five floors of four apartments, four shops on the ground floor, four garages and two cellars.
func tilleulsList(from civil.Date) property.List {
	owners := map[string][]property.MemberEntry{
		"1A": sole(fatima), "1B": sole(jozef), "1C": sole(canal), "1D": sole(ingrid),
		"2A": half(luc, eva), "2B": sole(sofie), "2C": split(denise, paul), "2D": sole(helen),
		"3A": sole(yannick), "3B": sole(hassan), "3C": half(marc, leen), "4B": sole(anne),
		"RA": sole(canal), "RB": sole(canal), "G1": sole(canal), "G2": sole(anne), "C1": sole(sofie), "C2": sole(jozef),
	}
	shares := map[string]int64{
		"1A": 41, "1B": 38, "1C": 38, "1D": 24, "2A": 43, "2B": 40, "2C": 40, "2D": 26, "3A": 44, "3B": 42, "3C": 42, "3D": 27,
		"4A": 46, "4B": 46, "4C": 44, "4D": 28, "5A": 52, "5B": 50, "5C": 50, "5D": 32,
		"RA": 46, "RB": 40, "RC": 46, "RD": 38, "G1": 10, "G2": 9, "G3": 9, "G4": 5, "C1": 2, "C2": 2,
	}
	var lines []property.ListLine
	n := 0
	add := func(label string, kind property.Kind, floor int64) {
		members, named := owners[label]
		if !named {
			members = sole(neighbour(n, "tilleuls"))
			n++
		}
		lines = append(lines, property.ListLine{Lot: property.LotEntry{Label: label, Kind: kind, Shares: shares[label], Floor: &floor}, Members: members})
	}
	for _, letter := range []string{"A", "B", "C", "D"} {
		add("R"+letter, "commercial", 0)
	}
	for floor := int64(1); floor <= 5; floor++ {
		for _, letter := range []string{"A", "B", "C", "D"} {
			kind := property.Kind("apartment")
			if letter == "D" {
				kind = "studio"
			}
			add(string(rune('0'+floor))+letter, kind, floor)
		}
	}
	for _, label := range []string{"G1", "G2", "G3", "G4"} {
		add(label, "garage", -1)
	}
	add("C1", "cellar", -1)
	add("C2", "cellar", -1)
	return property.List{From: from, Digest: "sample", Lines: lines}
}
