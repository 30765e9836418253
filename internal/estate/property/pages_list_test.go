package property

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// inviter gives a sign-in to everyone, and notes to whom.
type inviter struct{ asked []string }

func (i *inviter) Invite(_ *act.Act, email, _ string, _ i18n.Lang, _ act.Role, _ id.Of[id.Building]) (identity.Invited, error) {
	i.asked = append(i.asked, email)
	return identity.Invited{Person: id.New[id.Person]()}, nil
}

// browser opens the pages of the register for a reader.
func (s *story) browser(who *act.Who) func(address string, form url.Values) *httptest.ResponseRecorder {
	doors := rest.New(s.house, nil)
	p := &ui.Pages{Rest: doors, Enter: func(*http.Request) (act.Who, error) { return *who, nil }, Refused: func(f ui.Failure) templ.Component { return ui.Text(f.Says) },
		Around: func(*act.View, id.Of[id.Building], string) (ui.Frame, error) { return ui.Frame{}, nil }}
	s.room.Pages(p)
	return func(address string, form url.Values) *httptest.ResponseRecorder {
		method := http.MethodGet
		if form != nil {
			method = http.MethodPost
		}
		r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		rec := httptest.NewRecorder()
		doors.Mux.ServeHTTP(rec, r)
		return rec
	}
}

var ledRow = regexp.MustCompile(`(?s)data-row-link>(.*?)</a>`)
var tag = regexp.MustCompile(`<[^>]*>`)

// led are the names of the lines of a list, in their order.
func led(page string) string {
	var list []string
	for _, m := range ledRow.FindAllStringSubmatch(page, -1) {
		list = append(list, strings.Join(strings.Fields(tag.ReplaceAllString(m[1], " ")), " "))
	}
	return strings.Join(list, ", ")
}

func reached(members []MemberEntry, email string) []MemberEntry {
	members[0].Email = email
	return members
}

// tilleuls is a small register: two lots that one person holds, an undivided one, one that nobody holds.
func tilleuls(s *story) act.Who {
	floor := int64(3)
	s.lot("4B", 46, reached(sole("Anne", "Dubois"), "anne@tilleuls.example"), "2025-01-01")
	together := []MemberEntry{sole("Luc", "Lambert")[0], sole("Eva", "Maes")[0]}
	for i := range together {
		together[i].Part = share.Must(1, 2)
	}
	together[1].Lang = "nl"
	s.lot("10A", 30, together, "2025-01-01")
	s.lot("2C", 24, nil, "2025-01-01")
	s.do(func(a *act.Act) error {
		_, err := s.room.AddLot(a, s.building, LotEntry{Label: "G1", Kind: "garage", Shares: 4, Floor: &floor}, sole("Zoé", "Petit"), civil.Must("2026-01-04"))
		return err
	})
	return act.Who{Office: s.office, House: true, Lang: "fr"}
}

// The syndic finds lots by what is known of them, on the day that he asks for; the file of the list holds what the list shows.
func TestTheRegisterIsAList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		who := tilleuls(s)
		get, at := s.browser(&who), path(s.building, "/register")
		for asks, want := range map[string]string{
			"": "4B, 10A, 2C, G1", "sort=lot": "2C, 4B, 10A, G1", "sort=-shares": "4B, 10A, 2C, G1", "sort=-floor&held=sole": "G1, 4B", "kind=garage": "G1", "floor=3": "G1", "floor=none": "4B, 10A, 2C",
			"owner=maes": "10A", "q=petit": "G1", "q=2c": "2C", "held=free": "2C", "held=shared": "10A", "reach=post": "10A, G1", "reach=email": "4B", "on=2026-01-02": "4B, 10A, 2C", "on=2020-01-01": "",
			"known=2026-01-04": "", "moment=garbage": "4B, 10A, 2C, G1",
		} {
			page := get(at+"?"+asks, nil)
			if got := led(page.Body.String()); page.Code != http.StatusOK || got != want {
				t.Errorf("%s: %d %s, want %s", asks, page.Code, got, want)
			}
		}
		if page := get(at, nil).Body.String(); !strings.Contains(page, "104\u00a0/\u00a01\u00a0000") {
			t.Error("the foot does not say what the lots make of the whole")
		}
		file := get(at+".csv?held=shared&col=shares", nil).Body.String()
		if !strings.Contains(file, "10A") || strings.Contains(file, "4B") || strings.Contains(file, "Lambert") {
			t.Errorf("the file holds something else than the list: %s", file)
		}
	})
}

// Old addresses lead to the list with the same questions, and the whole register still comes as a file.
func TestTheOldAddressesOfTheRegisterLeadToTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		who := tilleuls(s)
		get, at := s.browser(&who), path(s.building, "/lots")
		for asks, want := range map[string]string{
			"": "", "?view=free&q=2&sort=owner&down=true": "?held=free&q=2&sort=-owner&view=free", "?on=2026-01-01&known=2026-01-03": "?known=2026-01-03&on=2026-01-01",
			"?before=2026-01-05T12%3A00%3A00Z": "?moment=2026-01-05T12%3A00%3A00.000000Z", "?view=mailless": "?reach=post&view=mailless", "?down=true": "?sort=-deed",
		} {
			page := get(at+asks, nil)
			if to := page.Header().Get("Location"); page.Code != http.StatusSeeOther || to != path(s.building, "/register")+want {
				t.Errorf("%s leads to %d %s, want %s", asks, page.Code, to, want)
			}
		}
		file := get(at+".csv?on=2026-01-02&view=shared", nil).Body.String()
		if !strings.Contains(file, "Lambert") || !strings.Contains(file, "Maes") || strings.Contains(file, "G1") {
			t.Errorf("the whole register: %s", file)
		}
		if page := get(path(id.New[id.Building](), "/lots"), nil); page.Code != http.StatusNotFound {
			t.Errorf("a building of nobody: %d", page.Code)
		}
	})
}

// An owner reads the names and shares of the others, and neither asks nor sorts by how they are reached.
func TestAnOwnerDoesNotAskHowOthersAreReached(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		tilleuls(s)
		who := act.Who{Office: s.office, Person: id.New[id.Person](), Lang: "fr", Grants: []act.Grant{{Role: act.Owner, Building: s.building}}}
		s.house.Policy = act.Policy{ReadRegister: {act.Owner, act.Syndic}, ChangeRegister: {act.Syndic}}
		get := s.browser(&who)
		page := get(path(s.building, "/register?reach=email"), nil).Body.String()
		if led(page) != "4B, 10A, 2C, G1" || strings.Contains(page, `name="reach"`) || strings.Contains(page, "view=mailless") {
			t.Errorf("the register tells an owner who has an address: %s", led(page))
		}
		page = get(path(s.building, "/owners?access=missing&col=email"), nil).Body.String()
		if !strings.HasPrefix(led(page), "Anne Dubois, Luc Lambert") || !strings.HasSuffix(led(page), ", Zoé Petit") || strings.Contains(page, "anne@") || strings.Contains(page, `name="access"`) {
			t.Errorf("the owners' list tells an owner too much: %s", led(page))
		}
		if file := get(path(s.building, "/owners.csv?col=email&col=reach&col=communication"), nil).Body.String(); strings.Contains(file, "anne@") || strings.Contains(file, "+++") {
			t.Errorf("and its file: %s", file)
		}
	})
}

// The syndic invites all whose address he knows at once; the others stay, with the reason.
func TestOwnersAreFoundAndInvitedTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := begin(t, d)
		who := tilleuls(s)
		door := &inviter{}
		s.room.Inviter = door
		get, at := s.browser(&who), path(s.building, "/owners")
		for asks, want := range map[string]int{"": 3, "kind=sole": 2, "kind=undivided": 1, "kind=split": 0, "language=nl": 1, "language=fr": 3, "reach=email": 1, "reach=post": 2, "access=missing": 3, "access=open": 0, "q=eva": 1,
			"on=2026-01-02": 2} {
			if got := len(ledRow.FindAllString(get(at+"?"+asks, nil).Body.String(), -1)); got != want {
				t.Errorf("%s: %d parties, want %d", asks, got, want)
			}
		}
		snap := s.register("2026-01-05", s.now)
		form := url.Values{"idempotency_key": {"once"}, "pick": {}}
		for _, p := range snap.Parties {
			form["pick"] = append(form["pick"], p.ID().String())
		}
		page := get(at+"/bulk/invite", form)
		if page.Code != http.StatusOK || len(door.asked) != 1 || door.asked[0] != "anne@tilleuls.example" {
			t.Fatalf("%d, invited %v: %s", page.Code, door.asked, page.Body)
		}
		if got := led(get(at+"?access=open", nil).Body.String()); got != "Anne Dubois" {
			t.Errorf("may sign in: %s", got)
		}
		if _, err := act.Do(t.Context(), s.house, who, act.Door{Via: "test"}, func(a *act.Act) (int, error) { return s.room.InviteParty(a, s.building, snap.Parties[0].ID()) }); err == nil {
			t.Error("somebody who may sign in is invited again")
		}
	})
}
