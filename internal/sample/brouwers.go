package sample

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
)

var brouwersEntry = property.BuildingEntry{
	Name:        "Brouwershof",
	Address:     property.Address{Street: "Brouwersstraat", Number: "9", Postcode: "9000", City: "Gent"},
	Denominator: 1000, Enterprise: "0799990375", Lang: i18n.NL,
}

// brouwersParticulars: a small house may keep simplified books (art. 3.89 §5 15°).
var brouwersParticulars = property.Particulars{Region: "VLG", Accepted: civil.Must("2021-10-04"), Floors: 3, Books: property.SimplifiedBooks,
	Assembly: civil.FiscalStart{Month: 3, Day: 1}}

const (
	brouwersWorking = "BE62999990000561"
	brouwersReserve = "BE51999990000662"
)

// brouwersList is the list of a small house kept by one of its owners: eight apartments, two garages, two cellars.
func brouwersList(from civil.Date) property.List {
	var lines []property.ListLine
	for i, l := range []struct {
		label  string
		kind   property.Kind
		floor  int64
		shares int64
	}{
		{"0.1", "apartment", 0, 118}, {"0.2", "apartment", 0, 112}, {"1.1", "apartment", 1, 124}, {"1.2", "apartment", 1, 116},
		{"2.1", "apartment", 2, 124}, {"2.2", "apartment", 2, 116}, {"3.1", "apartment", 3, 132}, {"3.2", "apartment", 3, 122},
		{"G1", "garage", 0, 14}, {"G2", "garage", 0, 14}, {"K1", "cellar", -1, 4}, {"K2", "cellar", -1, 4},
	} {
		members := sole(neighbour(31+i%8, "brouwershof"))
		if l.label == "1.1" || l.label == "G1" {
			members = sole(willem)
		}
		lines = append(lines, property.ListLine{Lot: property.LotEntry{Label: l.label, Kind: l.kind, Shares: l.shares, Floor: &l.floor}, Members: members})
	}
	return property.List{From: from, Digest: "sample", Lines: lines}
}
