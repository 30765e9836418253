package occupants

import (
	"testing"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
)

func TestAnOwnerLivesThereAsOwnerNoLongerThanHeHoldsTheLot(t *testing.T) {
	anne, eva := id.New[id.Party](), id.New[id.Party]()
	day := civil.Must
	holders := []property.Stretch{{Party: eva, From: day("2026-06-15")}, {Party: anne, From: day("2020-01-01"), To: day("2026-06-15")}}
	for _, x := range []struct {
		says  string
		o     Occupant
		until string
	}{
		{"a tenant stays when the lot is sold", Occupant{entry: Entry{Kind: Tenant, From: day("2024-01-01")}}, ""},
		{"a tenant leaves when he said", Occupant{entry: Entry{Kind: Tenant, From: day("2024-01-01"), To: day("2026-02-01")}}, "2026-02-01"},
		{"Anne sold", Occupant{party: anne, entry: Entry{Kind: Owner, From: day("2024-01-01")}}, "2026-06-15"},
		{"Anne left before she sold", Occupant{party: anne, entry: Entry{Kind: Owner, From: day("2024-01-01"), To: day("2026-01-01")}}, "2026-01-01"},
		{"Eva holds it still", Occupant{party: eva, entry: Entry{Kind: Owner, From: day("2026-07-01")}}, ""},
		{"whoever never held it never lived there as owner", Occupant{party: id.New[id.Party](), entry: Entry{Kind: Owner, From: day("2024-01-01")}}, "2024-01-01"},
	} {
		if got := Until(x.o, holders); got.String() != x.until {
			t.Errorf("%s: until %q, want %q", x.says, got, x.until)
		}
	}
}

func TestANewOwnerDoesNotReadWhoLeftBeforeHim(t *testing.T) {
	since := civil.Must("2026-06-15")
	left := Occupant{entry: Entry{Kind: Tenant, From: civil.Must("2024-01-01"), To: since}}
	stays := Occupant{entry: Entry{Kind: Tenant, From: civil.Must("2024-01-01")}}
	if Seen(left, nil, since) || !Seen(stays, nil, since) {
		t.Error("who left on the day of the sale is none of his business, who stayed is")
	}
}
