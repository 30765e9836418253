package sample

import (
	"fmt"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
)

var parcEntry = property.BuildingEntry{
	Name:        "Parc du Nord",
	Address:     property.Address{Street: "Avenue des Azalées", Number: "118", Postcode: "1030", City: "Schaerbeek"},
	Denominator: 10000, Enterprise: "0799990276", Lang: i18n.FR,
}

// parcParticulars: its financial year begins in July, and its assembly is held in October.
var parcParticulars = property.Particulars{Region: "BXL", Accepted: civil.Must("2009-09-30"), Floors: 10, Languages: []i18n.Lang{i18n.NL, i18n.EN},
	YearStart: civil.FiscalStart{Month: 7, Day: 1}, Assembly: civil.FiscalStart{Month: 10, Day: 12}}

const (
	parcWorking = "BE84999990000359"
	parcReserve = "BE73999990000460"
)

// parcList is the list of a large house: three entrances of ten floors with four apartments each, forty parking spaces and twenty cellars.
func parcList(from civil.Date) property.List {
	var lots []property.LotEntry
	var sizes []int64
	add := func(label string, kind property.Kind, floor, size int64) {
		lots = append(lots, property.LotEntry{Label: label, Kind: kind, Floor: &floor})
		sizes = append(sizes, size)
	}
	for _, entrance := range []string{"A", "B", "C"} {
		for floor := int64(1); floor <= 10; floor++ {
			for door := int64(1); door <= 4; door++ {
				kind, size := property.Kind("apartment"), 70+3*door+floor
				if door == 4 {
					kind, size = "studio", 48+floor
				}
				add(fmt.Sprintf("%s%02d.%d", entrance, floor, door), kind, floor, size)
			}
		}
	}
	for n := range int64(40) {
		add(fmt.Sprintf("P%02d", n+1), "parking", -1, 8)
	}
	for n := range int64(20) {
		add(fmt.Sprintf("C%02d", n+1), "cellar", -2, 2)
	}
	// The deed gives whole shares that sum to ten thousand: the same rule splits them that splits an invoice.
	shares, err := money.Split(10000, sizes)
	if err != nil {
		panic(err)
	}
	lines := make([]property.ListLine, len(lots))
	for i, lot := range lots {
		lot.Shares = int64(shares[i])
		lines[i] = property.ListLine{Lot: lot, Members: parcOwner(i)}
	}
	return property.List{From: from, Digest: "sample", Lines: lines}
}

// parcOwner gives each apartment its owner; parking spaces and cellars go to owners of apartments, and one investor holds several.
func parcOwner(i int) []property.MemberEntry {
	const apartments = 120
	if i >= apartments {
		i = (i - apartments) * 2 % apartments
	}
	switch {
	case i%17 == 5:
		return sole(canal)
	case i%23 == 7:
		return half(neighbour(i, "parcdunord"), neighbour(i+200, "parcdunord"))
	case i == 60:
		return split(neighbour(i, "parcdunord"), neighbour(i+200, "parcdunord"))
	}
	return sole(neighbour(i, "parcdunord"))
}
