// Package office is the tenant: a syndic's office, professional or volunteer, and who holds which role there.
//
//	Office    name, kind, address, enterprise number, licence
//	└── Role  a person's role for one building, or for the whole office, from a day until another
//
// A sign-in may belong to several offices and acts for one at a time. A role is never deleted: it ends on a day, and who has none left in an
// office no longer acts for it. The last syndic of an office stays. A platform administrator sees that offices exist, never their
// data. Neighbours: identity (below) knows the persons; property (above) knows the buildings. Further files: roles.go (how a role begins and
// ends, and who is what where), list.go (the team as a list), seeing.go (a syndic sees as an owner), account.go and account.templ (the page of one's own account, where identity's and this room's parts meet), store_persons.go.
package office

import (
	_ "embed"
	"strings"

	"koprogo/internal/kernel/belgium"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

//go:embed words.toml
var words []byte

func init() { i18n.Register("office", words) }

// What can be done here; app/policy.go says by whom.
var (
	ListOffices  = act.NewAction("office.list_offices")
	OpenOffice   = act.NewAction("office.open_office")
	ChangeOffice = act.NewAction("office.change_office")
	InvitePerson = act.NewAction("office.invite_person")
	EndRole      = act.NewAction("office.end_role")
	ReadTeam     = act.NewAction("office.read_team")
	SwitchOffice = act.NewAction("office.switch_office")
	ReadSelf     = act.NewAction("office.read_self")
	SeeAs        = act.NewAction("office.see_as")
	StopSeeing   = act.NewAction("office.stop_seeing")
)

// Kind tells a professional office from a volunteer's.
type Kind string

// The kinds of office.
const (
	Professional Kind = "professional"
	Volunteer    Kind = "volunteer"
)

// Office is a tenant.
type Office struct {
	id         id.Of[id.Office]
	entry      Entry
	enterprise belgium.KBO
	created    civil.Instant
}

// Entry is what someone says about an office.
type Entry struct {
	Name, Email, Phone             string
	Kind                           Kind
	Street, Number, Postcode, City string
	Enterprise                     string
	Licence                        string // professional licence (IPI / BIV), empty for a volunteer
}

// New makes an office.
func New(e Entry, now civil.Instant) (Office, error) {
	o := Office{id: id.New[id.Office](), created: now}
	return o, o.describe(e)
}

func (o *Office) describe(e Entry) error {
	e.Name = strings.Join(strings.Fields(e.Name), " ")
	var faults []error
	if e.Name == "" {
		faults = append(faults, fault.Invalid("required", "name"))
	}
	if e.Kind != Professional && e.Kind != Volunteer {
		faults = append(faults, fault.Invalid("one_of_expected", "kind").With("values", "professional, volunteer"))
	}
	o.enterprise = belgium.KBO{}
	if strings.TrimSpace(e.Enterprise) != "" {
		kbo, err := belgium.ParseKBO(e.Enterprise)
		if f := fault.As(err); f != nil {
			faults = append(faults, f.At("enterprise_number"))
		}
		o.enterprise = kbo
	}
	o.entry = e
	return fault.Join(faults...)
}

// ID is the office's identifier.
func (o Office) ID() id.Of[id.Office] { return o.id }

// Name is the office's name.
func (o Office) Name() string { return o.entry.Name }

// Enterprise is the office's enterprise number; none when it has none.
func (o Office) Enterprise() belgium.KBO { return o.enterprise }

// Entry is what is known of the office.
func (o Office) Entry() Entry {
	e := o.entry
	e.Enterprise = o.enterprise.String()
	return e
}

// Role is a role held by a person, for a building or the whole office.
type Role struct {
	id       id.Of[id.Role]
	person   id.Of[id.Person]
	role     act.Role
	building id.Of[id.Building]
	from, to civil.Date // to is the first day on which it is no longer held
	learned  civil.Instant
}

// held tells whether the role is held on a day.
func (r Role) held(on civil.Date) bool {
	return !on.Before(r.from) && (r.to.None() || on.Before(r.to))
}

// end says from which day the role is no longer held.
func (r Role) end(on, today civil.Date) (Role, error) {
	if !r.to.None() && !today.Before(r.to) {
		return r, fault.Conflict("role_ended")
	}
	if on.Before(r.from) {
		return r, fault.Invalid("role_end_early", "on").With("from", r.from)
	}
	r.to = on
	return r, nil
}

// OfficeOpened is recorded when an office begins.
type OfficeOpened struct {
	Office id.Of[id.Office] `json:"office"`
}

// About says what the fact is about.
func (f OfficeOpened) About() act.About {
	return act.About{Kind: "office.office_opened", Subject: act.Subject(f.Office)}
}

// OfficeChanged is recorded when what is known of an office changes.
type OfficeChanged struct {
	Office id.Of[id.Office] `json:"office"`
}

// About says what the fact is about.
func (f OfficeChanged) About() act.About {
	return act.About{Kind: "office.office_changed", Subject: act.Subject(f.Office)}
}

// RoleGranted is recorded when a person gets a role.
type RoleGranted struct {
	Person   id.Of[id.Person]   `json:"person"`
	Role     act.Role           `json:"role"`
	Building id.Of[id.Building] `json:"building,omitzero"`
}

// About says what the fact is about.
func (f RoleGranted) About() act.About {
	return act.About{Kind: "office.role_granted", Building: f.Building, Subject: act.Subject(f.Person)}
}

// RoleEnded is recorded when a day is set from which a person no longer has a role.
type RoleEnded struct {
	Person   id.Of[id.Person]   `json:"person"`
	Role     act.Role           `json:"role"`
	Building id.Of[id.Building] `json:"building,omitzero"`
	On       civil.Date         `json:"on"`
}

// About says what the fact is about.
func (f RoleEnded) About() act.About {
	return act.About{Kind: "office.role_ended", Building: f.Building, Subject: act.Subject(f.Person)}
}
