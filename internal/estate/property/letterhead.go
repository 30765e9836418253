package property

import (
	"strings"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/pdf"
)

// colours are the enamels of the plate as papers name them.
var colours = map[string]string{"ox": "oxblood", "black": "slate"}

// Association is the name of the legal person in its own language: "ACP", "VME" and the building's name (art. 3.86 §1).
func (b Building) Association() string {
	kind := i18n.Say(b.lang, "property.legal_kind")
	if strings.HasPrefix(b.name, kind+" ") {
		return b.name
	}
	return kind + " " + b.name
}

// Letterhead names the association with its seat and enterprise number, as every paper of an association must (art. 3.86 §1).
func Letterhead(l i18n.Lang, b Building, seat Seat) pdf.Association {
	a := pdf.Association{Name: pdf.Literal(b.Association()), Seat: pdf.Literal(b.Address().Line()), Enterprise: i18n.Say(l, "property.enterprise_none"), Plate: b.Address().Number, Colour: b.Colour()}
	if !seat.None() {
		a.Seat = pdf.Literal(seat.Line())
	}
	if !b.Enterprise().None() {
		a.Enterprise = i18n.Say(l, "property.enterprise_number", "number", b.Enterprise())
	}
	if other, renamed := colours[a.Colour]; renamed {
		a.Colour = other
	}
	return a
}
