package imports

import (
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// ListOffered is recorded when a file is brought; the digest is that of its bytes.
type ListOffered struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
	Digest   string             `json:"digest"`
	Rows     int64              `json:"rows"`
}

// About says what the fact is about.
func (f ListOffered) About() act.About {
	return act.About{Kind: "imports.list_offered", Building: f.Building, Subject: act.Subject(f.Import)}
}

// ListMended is recorded when rows are mended or columns chosen anew; what was written stands beside, where it can be erased.
type ListMended struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
	Mended   int64              `json:"mended"` // rows; 0 when the columns were chosen anew
	Errors   int64              `json:"errors"` // rows that are still to be mended
}

// About says what the fact is about.
func (f ListMended) About() act.About {
	return act.About{Kind: "imports.list_mended", Building: f.Building, Subject: act.Subject(f.Import)}
}

// ListConfirmed is recorded when a list entered the register, beside property's own fact.
type ListConfirmed struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
	Digest   string             `json:"digest"`
	Rows     int64              `json:"rows"`
	Declared int64              `json:"declared"`
	Found    int64              `json:"found"`
	Accepted bool               `json:"difference_accepted"` // the shares do not sum to the deed, and the syndic said so
}

// About says what the fact is about.
func (f ListConfirmed) About() act.About {
	return act.About{Kind: "imports.list_confirmed", Building: f.Building, Subject: act.Subject(f.Import)}
}

// ListDiscarded is recorded when a draft is thrown away.
type ListDiscarded struct {
	Building id.Of[id.Building] `json:"building"`
	Import   id.Of[id.Import]   `json:"import"`
}

// About says what the fact is about.
func (f ListDiscarded) About() act.About {
	return act.About{Kind: "imports.list_discarded", Building: f.Building, Subject: act.Subject(f.Import)}
}
