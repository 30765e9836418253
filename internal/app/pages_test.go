package app

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// reader is someone in front of a browser: a session, and a language of their choice.
type reader struct {
	h       *house
	session string
	lang    i18n.Lang
}

// page is what came back.
type page struct {
	status   int
	location string
	kind     string
	text     string
	cookies  []*http.Cookie
}

func (r reader) send(method, path string, form url.Values) page {
	r.h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequest(method, r.h.server.URL+path, body)
	if err != nil {
		r.h.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if r.session != "" {
		req.AddCookie(&http.Cookie{Name: ui.SessionCookie, Value: r.session})
	}
	if r.lang != "" {
		req.AddCookie(&http.Cookie{Name: "language", Value: string(r.lang)})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		r.h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.h.t.Fatal(err)
	}
	return page{res.StatusCode, res.Header.Get("Location"), res.Header.Get("Content-Type"), string(text), res.Cookies()}
}

// enter signs in through the form, as people do.
func (h *house) enter(email string) reader {
	h.t.Helper()
	p := reader{h: h}.send("POST", "/sign-in", url.Values{"email": {email}, "password": {password}})
	if p.status != http.StatusSeeOther {
		h.t.Fatalf("sign-in of %s: %d %s", email, p.status, cut([]byte(p.text)))
	}
	return reader{h: h, session: sessionOf(p)}
}

func sessionOf(p page) string {
	i := slices.IndexFunc(p.cookies, func(c *http.Cookie) bool { return c.Name == ui.SessionCookie })
	if i < 0 {
		return ""
	}
	return p.cookies[i].Value
}

func (h *house) readers() map[act.Role]reader {
	all := map[act.Role]reader{}
	for _, role := range act.Roles {
		email := string(role) + "@maes.example"
		if role == act.Syndic {
			email = "claire@maes.example"
		}
		all[role] = h.enter(email)
	}
	return all
}

var (
	inPage   = regexp.MustCompile(`(?i)<[^>]*\s(style|on[a-z]+|hx-on[^=]*)\s*=|<style|<script[^>]*>[^<]|javascript:`)
	noWord   = regexp.MustCompile(`«[a-z_]+\.[a-z_0-9.]+»`)
	unfilled = regexp.MustCompile(`\{[a-z]+(:[^}]*)?\}`)
)

// looks judges a page: its language, its words, nothing written into it that the content security policy would refuse.
func (p page) looks(t *testing.T, what string, lang i18n.Lang) {
	t.Helper()
	if !strings.Contains(p.text, `<html lang="`+string(lang)+`"`) {
		t.Errorf("%s does not speak %s", what, lang)
	}
	if strings.Count(p.text, "<h1") != 1 {
		t.Errorf("%s has %d first headings", what, strings.Count(p.text, "<h1"))
	}
	for name, wrong := range map[string]*regexp.Regexp{"a missing word": noWord, "an inline style or script": inPage, "an unfilled sentence": unfilled} {
		text := p.text
		if name == "an unfilled sentence" {
			text = regexp.MustCompile(`content="[^"]*"|<code>[^<]*</code>`).ReplaceAllString(text, "")
		}
		if found := wrong.FindString(text); found != "" {
			t.Errorf("%s in %s holds %s: %s", what, lang, name, found)
		}
	}
}

func TestEveryPageSpeaksFourLanguagesToEveryRole(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		for role, who := range h.readers() {
			for _, lang := range i18n.Langs {
				who.lang = lang
				for _, r := range h.Rest.Routes {
					path, ok := fill(r.Path, h.ours)
					if !r.Page || r.Method != http.MethodGet || !ok {
						continue
					}
					p, what := who.send("GET", path, nil), "GET "+r.Path+" as "+string(role)
					allowed := slices.Contains(Policy[r.Action], role)
					switch {
					case allowed && notThere[r.Path] == p.status:
						continue
					case allowed && role != act.Syndic && ofSomeone(r) && p.status == http.StatusForbidden: // a thing of another party
						p.looks(t, what, lang)
						continue
					case allowed && role != act.Council && slices.Contains(r.Params, "report") && p.status == http.StatusForbidden: // a draft of the council
						p.looks(t, what, lang)
						continue
					case allowed && role != act.Syndic && slices.Contains(r.Params, "access_key") && p.status == http.StatusNotFound: // somebody else's key
						continue
					case allowed && p.status == http.StatusSeeOther: // "/" leads each role home
					case allowed && p.status != http.StatusOK, !allowed && p.status != http.StatusForbidden:
						t.Errorf("%s: %d %s", what, p.status, firstHeading(p.text))
						continue
					}
					if strings.HasPrefix(p.kind, "text/html") && !r.Part && p.status != http.StatusSeeOther {
						p.looks(t, what, lang)
					}
				}
			}
		}
	})
}

// notThere are pages of something that the sample of the walk does not have.
// A stream answers nobody who does not ask for one.
var notThere = map[string]int{"/invoices/{invoice}/voucher": http.StatusNotFound, "/invoices/{invoice}/voucher/pdf": http.StatusNotFound, "/live": http.StatusNotAcceptable}

// ofSomeone tells whether a page is about one party or one of its members, so that its role alone does not open it.
func ofSomeone(r rest.Route) bool {
	return strings.Contains(r.Path, "/occupants/") || slices.ContainsFunc([]string{"owner", "view", "member", "consent"}, func(p string) bool { return slices.Contains(r.Params, p) })
}

func firstHeading(text string) string {
	_, after, _ := strings.Cut(text, "<h1>")
	heading, _, _ := strings.Cut(after, "</h1>")
	return strings.TrimSpace(heading)
}

func TestPagesBeforeOneIsInside(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	for _, lang := range i18n.Langs {
		who := reader{h: h, lang: lang}
		for path, status := range map[string]int{"/sign-in": 200, "/sign-in?next=/office": 200, "/invitation/abc": 200, "/forgot": 200, "/forgot?sent=true": 200, "/reset?token=abc": 200, "/new-address?token=abc": 200, "/nowhere": 404, "/api/docs": 200, "/calculators": 200, "/calculators/quorum": 200, "/calculators/quorum?total_heads=10": 422} {
			p := who.send("GET", path, nil)
			if p.status != status {
				t.Errorf("%s: %d", path, p.status)
			}
			p.looks(t, path, lang)
		}
		refused := who.send("POST", "/sign-in", url.Values{"email": {"claire@maes.example"}, "password": {"not that one"}})
		if refused.status != http.StatusUnauthorized || !strings.Contains(refused.text, `id="f-password-error"`) || !strings.Contains(refused.text, `value="claire@maes.example"`) || sessionOf(refused) != "" {
			t.Errorf("a wrong password: %d", refused.status)
		}
		refused.looks(t, "a wrong password", lang)
		gone := who.send("POST", "/invitation/abc", url.Values{"token": {"abc"}, "password": {"une phrase assez longue"}})
		if gone.status != http.StatusConflict || !strings.Contains(gone.text, i18n.Say(lang, "identity.link_gone_invitation")) {
			t.Errorf("an invitation that is gone: %d", gone.status)
		}
	}
	if p := (reader{h: h}).send("GET", "/setup?token=x", nil); p.status != http.StatusSeeOther || p.location != ui.SignInPath {
		t.Errorf("a house that is set up shows its set-up: %d %s", p.status, p.location)
	}
}

func TestTheDoorLeadsOnlyIntoTheHouse(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	for next, to := range map[string]string{"": "/", "/office": "/office", "//evil.example": "/", "https://evil.example": "/", "/\\evil": "/"} {
		p := reader{h: h}.send("POST", ui.With("/sign-in", "next", next), url.Values{"email": {"claire@maes.example"}, "password": {password}})
		if p.status != http.StatusSeeOther || p.location != to {
			t.Errorf("next %q leads to %q", next, p.location)
		}
	}
	who := h.enter("claire@maes.example")
	if p := who.send("GET", "/office", nil); p.status != http.StatusOK {
		t.Fatalf("the office: %d", p.status)
	}
	out := who.send("POST", "/sign-out", url.Values{})
	if out.status != http.StatusSeeOther || out.location != ui.SignInPath || !slices.ContainsFunc(out.cookies, func(c *http.Cookie) bool { return c.Name == ui.SessionCookie && c.MaxAge < 0 }) {
		t.Errorf("sign-out: %d %s", out.status, out.location)
	}
	if p := who.send("GET", "/office", nil); p.status != http.StatusSeeOther {
		t.Errorf("the session outlives its end: %d", p.status)
	}
}

func TestTheFirstPageLeadsEachRoleHome(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	for role, who := range h.readers() {
		p := who.send("GET", "/", nil)
		want := "" // a page of their own
		switch role {
		case act.Admin:
			want = "/admin/offices"
		case act.Owner:
			if h.hasPage("/my/charges") {
				want = "/my/charges"
			}
		}
		if p.location != want {
			t.Errorf("%s is led to %q, want %q", role, p.location, want)
		}
	}
}

func (h *house) hasPage(path string) bool {
	for _, r := range h.Rest.Routes {
		if r.Page && r.Path == path {
			return true
		}
	}
	return false
}

func TestPagesOfAnotherOfficeDoNotExist(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		all := h.readers()
		unknown := map[string]string{}
		for name, value := range h.theirs {
			unknown[name] = value
			if id.Valid(value) {
				unknown[name] = id.New[id.Any]().String()
			}
		}
		for what, ids := range map[string]map[string]string{"another office's": h.theirs, "an unknown": unknown} {
			for _, r := range h.Rest.Routes {
				path, ok := fill(r.Path, ids)
				if !r.Page || !ok || !hasID(r, h.theirs) || r.HasFile {
					continue
				}
				var form url.Values
				if r.Method == http.MethodPost {
					form = url.Values{}
				}
				// A form that is already wrong by itself may be told so: that says nothing of what exists.
				p := all[able(r)].send(r.Method, path, form)
				if p.status != http.StatusNotFound && !(form != nil && r.HasBody && p.status == http.StatusUnprocessableEntity) {
					t.Errorf("%s %s with %s id: %d %s", r.Method, r.Path, what, p.status, firstHeading(p.text))
				}
			}
		}
	})
}

// faultyForms are answers with faults: the fields at which they lie, and an answer that must come back as it was written.
var faultyForms = []struct {
	path   string
	form   url.Values
	wrong  []string
	keeps  string
	status int
}{
	{"/buildings/new", url.Values{"name": {"Les Érables"}, "share_denominator": {"beaucoup"}, "address.postcode": {"0"}}, []string{"address.street", "address.number", "address.city", "share_denominator"}, "Les Érables", 422},
	{"/buildings/new", url.Values{"name": {"Les Érables"}, "share_denominator": {"1 000"}, "address.street": {"Rue"}, "address.number": {"1"}, "address.postcode": {"99999"}, "address.city": {"Namur"}, "enterprise_number": {"0403.170.700"}}, []string{"address.postcode", "enterprise_number"}, "0403.170.700", 422},
	{"/buildings/{building}/edit", url.Values{"name": {"Nouveau nom"}}, []string{"address.street", "share_denominator"}, "Nouveau nom", 422},
	{"/buildings/{building}/accounts/reserve", url.Values{"iban": {"BE68 5390 0754 7035"}}, []string{"iban"}, "BE68 5390 0754 7035", 422},
	{"/buildings/{building}/accounts/new", url.Values{"iban": {"BE68 5390 0754 7034"}, "bic": {"GKCC"}, "fund": {"other"}}, []string{"bic"}, "GKCC", 422},
	{"/bank-accounts/{account}", url.Values{"iban": {"BE68 5390 0754 7035"}, "fund": {"other"}}, []string{"iban"}, "BE68 5390 0754 7035", 422},
	{"/bank-accounts/{account}/closure", url.Values{"last_day": {"1999-01-01"}}, []string{"last_day"}, "1999-01-01", 422},
	{"/buildings/{building}/lots/new", url.Values{"label": {"4B"}, "kind": {"studio"}, "shares": {"1"}}, []string{"label"}, "4B", 409},
	{"/buildings/{building}/lots/new", url.Values{"label": {"9Z"}, "kind": {"studio"}, "shares": {"2000"}}, []string{"shares"}, "9Z", 422},
	{"/buildings/{building}/lots/new", url.Values{"label": {"9Z"}, "kind": {"studio"}, "shares": {"1"}, "members[0].email": {"nowhere"}, "members[0].last_name": {"Peeters"}}, []string{"members[0].email"}, "Peeters", 422},
	{"/buildings/{building}/lots/new", url.Values{"label": {"9Z"}, "kind": {"studio"}, "shares": {"1"}, "members[1].last_name": {"Seconde"}}, []string{"members[0].last_name"}, "Seconde", 422},
	{"/lots/{lot}/edit", url.Values{"label": {""}, "kind": {"studio"}, "shares": {"12"}}, []string{"label"}, "12", 422},
	{"/lots/{lot}/edit", url.Values{"label": {"4B"}, "kind": {"studio"}, "shares": {"12"}, "how": {"change"}, "from": {""}}, []string{"from"}, "12", 422},
	{"/lots/{lot}/edit", url.Values{"label": {"4B"}, "kind": {"studio"}, "shares": {"12"}, "surface": {"large"}}, []string{"surface"}, "large", 422},
	{"/buildings/{building}/lots/{lot}/transfer", url.Values{"date": {"1999-01-01"}}, []string{"date"}, "1999-01-01", 409},
	{"/buildings/{building}/lots/{lot}/transfer/review", url.Values{"date": {"2026-02-01"}, "members[0].last_name": {"Peeters"}, "members[0].part": {"1/2"}}, nil, "Peeters", 422},
	{"/buildings/{building}/lots/{lot}/transfer/review", url.Values{"date": {"1999-01-01"}, "members[0].last_name": {"Peeters"}}, []string{"date"}, "1999-01-01", 409},
	{"/lots/{lot}/division", url.Values{"date": {"2026-06-01"}, "lots[0].label": {"4B"}, "lots[0].shares": {"1"}, "lots[1].shares": {"many"}}, []string{"lots[1].shares"}, "4B", 422},
	{"/lots/{lot}/merger", url.Values{"date": {"2026-06-01"}, "label": {"X"}, "kind": {"studio"}, "surface": {"?"}}, []string{"surface"}, "X", 422},
	{"/members/{member}/edit", url.Values{"last_name": {"Dubois"}, "email": {"nowhere"}}, []string{"email"}, "nowhere", 422},
	{"/buildings/{building}/edit/year", url.Values{"year_day": {"31"}, "year_month": {"6"}, "books": {"full"}}, []string{"year_day"}, "31", 422},
	{"/buildings/{building}/edit/association", url.Values{"seat_kind": {"elsewhere"}, "seat.city": {"Namur"}}, []string{"seat.street", "seat.postcode"}, "Namur", 422},
	{"/buildings/{building}/edit/house", url.Values{"floors": {"999"}}, []string{"floors"}, "999", 422},
	{"/members/{member}/link", url.Values{"email": {"not an address"}}, []string{"email"}, "not an address", 422},
	{"/keys/{key}/edit", url.Values{"how": {"change"}, "name": {"Ascenseur 2"}, "kind": {"lots"}}, []string{"from"}, "Ascenseur 2", 422},
	{"/account", url.Values{"name": {"Claire M."}, "language": {"it"}}, []string{"language"}, "Claire M.", 422},
	{"/account/email", url.Values{"email": {"not an address"}, "password": {"x"}}, []string{"email"}, "not an address", 422},
	{"/account/keys/new", url.Values{"name": {"export"}, "scope": {"read"}, "expires_on": {"2020-01-01"}}, []string{"expires_on"}, "export", 422},
	{"/office/roles/{role}/end", url.Values{"on": {"1999-01-01"}}, []string{"on"}, "1999-01-01", 422},
	{"/office/edit", url.Values{"name": {"Bureau Maes"}, "kind": {"professional"}, "enterprise_number": {"12"}}, []string{"enterprise_number"}, "Bureau Maes", 422},
	{"/office/invite", url.Values{"name": {"Paul Simon"}, "email": {"paul"}, "language": {"fr"}, "role": {"accountant"}}, []string{"email"}, "Paul Simon", 422},
	{"/office/invite", url.Values{"name": {"Paul Simon"}, "email": {"paul@simon.example"}, "language": {"fr"}, "role": {"owner"}}, []string{"building_id"}, "paul@simon.example", 422},
}

func TestAFormWithFaultsComesBackAsItWas(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		who := h.enter("claire@maes.example")
		for _, c := range faultyForms {
			for _, lang := range i18n.Langs {
				who.lang = lang
				path, _ := fill(c.path, h.ours)
				p := who.send("POST", path, c.form)
				if p.status != c.status {
					t.Errorf("POST %s %v: %d %s", c.path, c.form, p.status, cut([]byte(p.text)))
					continue
				}
				p.looks(t, "POST "+c.path, lang)
				for _, field := range c.wrong {
					if !strings.Contains(p.text, `id="`+ui.FieldID(field)+`-error"`) {
						t.Errorf("POST %s in %s says nothing at %s", c.path, lang, field)
					}
				}
				if !strings.Contains(p.text, `value="`+c.keeps+`"`) {
					t.Errorf("POST %s has lost %q", c.path, c.keeps)
				}
				if !strings.Contains(p.text, `class="errors"`) {
					t.Errorf("POST %s has no summary of its faults", c.path)
				}
			}
		}
	})
}

func TestAReaderMovesBetweenOfficesAndLanguages(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		jan := h.enter("jan@peeters.example")
		invited := jan.send("POST", "/office/invite", url.Values{"name": {"Claire"}, "email": {"claire@maes.example"}, "language": {"fr"}, "role": {"syndic"}})
		if invited.status != http.StatusSeeOther {
			t.Fatalf("the invitation: %d", invited.status)
		}
		claire := h.enter("claire@maes.example")
		moved := claire.send("POST", "/account/office", url.Values{"office_id": {h.other.ID().String()}})
		if moved.status != http.StatusSeeOther || sessionOf(moved) == "" {
			t.Fatalf("the move: %d %s", moved.status, cut([]byte(moved.text)))
		}
		claire.session = sessionOf(moved)
		if p := claire.send("GET", "/office", nil); !strings.Contains(p.text, "<h1>\n\t\t\t\tKantoor Peeters") && !strings.Contains(p.text, "Kantoor Peeters</h1>") {
			t.Errorf("after the move the office is %q", firstHeading(p.text))
		}
		spoken := claire.send("POST", "/account", url.Values{"language": {"nl"}})
		if spoken.status != http.StatusSeeOther || !slices.ContainsFunc(spoken.cookies, func(c *http.Cookie) bool { return c.Name == "language" && c.Value == "nl" }) {
			t.Errorf("the language: %d", spoken.status)
		}
		claire.send("GET", "/account", nil).looks(t, "the account after the change of language", i18n.NL)
		if p := claire.send("POST", "/account/office", url.Values{"office_id": {id.New[id.Office]().String()}}); p.status != http.StatusNotFound {
			t.Errorf("an office that is not one's own: %d", p.status)
		}
	})
}
