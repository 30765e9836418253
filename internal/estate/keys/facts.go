package keys

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

// KeyAdded is recorded when a key is entered.
type KeyAdded struct {
	Building id.Of[id.Building] `json:"building"`
	Key      id.Of[id.Key]      `json:"key"`
	Kind     Kind               `json:"kind"`
	Lots     int                `json:"lots"` // how many lots it names
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f KeyAdded) About() act.About {
	return act.About{Kind: "keys.key_added", Building: f.Building, Subject: act.Subject(f.Key)}
}

// KeyChanged is recorded when a key is otherwise from a day on: four fifths of the votes (art. 3.88 §1 2° a).
type KeyChanged struct {
	Building id.Of[id.Building] `json:"building"`
	Key      id.Of[id.Key]      `json:"key"`
	Kind     Kind               `json:"kind"`
	Lots     int                `json:"lots"`
	From     civil.Date         `json:"from"`
}

// About says what the fact is about.
func (f KeyChanged) About() act.About {
	return act.About{Kind: "keys.key_changed", Building: f.Building, Subject: act.Subject(f.Key)}
}

// KeyCorrected is recorded when what was known of a key turns out to be otherwise.
type KeyCorrected struct {
	Building id.Of[id.Building] `json:"building"`
	Key      id.Of[id.Key]      `json:"key"`
	Kind     Kind               `json:"kind"`
	Lots     int                `json:"lots"`
}

// About says what the fact is about.
func (f KeyCorrected) About() act.About {
	return act.About{Kind: "keys.key_corrected", Building: f.Building, Subject: act.Subject(f.Key)}
}

// KeyWithdrawn is recorded when the last version of a key is taken back.
type KeyWithdrawn struct {
	Building id.Of[id.Building] `json:"building"`
	Key      id.Of[id.Key]      `json:"key"`
	From     civil.Date         `json:"from"` // the first day of what was taken back
}

// About says what the fact is about.
func (f KeyWithdrawn) About() act.About {
	return act.About{Kind: "keys.key_withdrawn", Building: f.Building, Subject: act.Subject(f.Key)}
}
