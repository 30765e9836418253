package app

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	bigendian "encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"
)

// appCode is what an authenticator app shows: written apart from the house's own, so that one mistake is not made twice.
func appCode(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, key)
	_ = bigendian.Write(mac, bigendian.BigEndian, uint64(at.Unix()/30))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", (bigendian.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff)%1_000_000)
}

// forwarded asks to sign in through a proxy that adds the caller's address behind what the caller claims.
func (h *house) forwarded(email, secret string, headers ...string) (int, http.Header, rest.Problem) {
	h.t.Helper()
	body, _ := json.Marshal(map[string]string{"email": email, "password": secret})
	r, _ := http.NewRequest(http.MethodPost, h.server.URL+"/api/v1/auth/login", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for _, v := range headers {
		r.Header.Add("X-Forwarded-For", v)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	var p rest.Problem
	_ = json.NewDecoder(res.Body).Decode(&p)
	return res.StatusCode, res.Header, p
}

func TestAForgedAddressDoesNotEscapeTheLimit(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		wrong := func(headers ...string) (int, http.Header, rest.Problem) {
			return h.forwarded("claire@maes.example", "not the password", headers...)
		}
		// Without a trusted proxy, what the header says is nobody's address.
		for i := range 10 {
			if status, _, p := wrong(fmt.Sprint("203.0.113.", i)); status != http.StatusUnauthorized {
				t.Fatalf("try %d: %d %s", i, status, p.Code)
			}
		}
		status, head, p := wrong("203.0.113.200")
		if status != http.StatusTooManyRequests || p.Code != "too_many_tries" || head.Get("Retry-After") == "" || head.Get("Retry-After") == "5" || !strings.Contains(p.Detail, "15") {
			t.Errorf("after ten failures: %d %+v, Retry-After %q", status, p, head.Get("Retry-After"))
		}

		// Behind two proxies of ours, the last address that is none of them counts, in one header or in several; what stands before it is forged.
		h.Config.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
		for i := range 10 {
			forged := fmt.Sprint("203.0.113.", i)
			headers := []string{forged + ", 198.51.100.7, 10.1.2.3"}
			if i%2 == 1 {
				headers = []string{forged, "198.51.100.7:4711", "10.1.2.3"}
			}
			if status, _, p := wrong(headers...); status != http.StatusUnauthorized {
				t.Fatalf("behind the proxy, try %d: %d %s", i, status, p.Code)
			}
		}
		if status, _, _ := wrong("203.0.113.99, 198.51.100.7, 10.1.2.3"); status != http.StatusTooManyRequests {
			t.Errorf("a forged address escaped: %d", status)
		}
		if status, _, p := h.forwarded("claire@maes.example", password, "198.51.100.8, 10.1.2.3"); status != http.StatusOK {
			t.Errorf("another caller: %d %s", status, p.Code)
		}
	})
}

func TestTheCallerIsTheLastHopThatIsNoProxyOfOurs(t *testing.T) {
	a := &App{}
	a.Config.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct{ remote, header, want string }{
		{"203.0.113.9:1234", "198.51.100.7", "203.0.113.9"}, // no proxy of ours: believed in nothing
		{"10.0.0.1:1234", "", "10.0.0.1"},
		{"10.0.0.1:1234", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:1234", "1.1.1.1, 198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:1234", "1.1.1.1, 198.51.100.7, 10.9.9.9", "198.51.100.7"},
		{"10.0.0.1:1234", "10.3.3.3, 10.9.9.9", "10.3.3.3"},
		{"10.0.0.1:1234", "198.51.100.7, unknown", "10.0.0.1"},
		{"10.0.0.1:1234", "198.51.100.7, , 10.1.1.1", "10.1.1.1"},
		{"[::ffff:10.0.0.1]:1234", "198.51.100.7:80", "198.51.100.7"},
		{"[fd00::1]:1234", "[2001:db8::7]:80", "2001:db8::7"},
		{"[fd00::1]:1234", "[2001:db8::7]", "2001:db8::7"},
	} {
		r, _ := http.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		if got := a.caller(r); got.String() != c.want {
			t.Errorf("%s for %q: %s, want %s", c.remote, c.header, got, c.want)
		}
	}
}

// setFactor sets Claire's second factor up through the API.
func (h *house) setFactor(token string) (secret string, codes []any) {
	h.t.Helper()
	status, made := h.call("POST", "/api/v1/me/second-factor", token, map[string]string{"password": password})
	if status != http.StatusCreated {
		h.t.Fatalf("%d %v", status, made)
	}
	secret = made["secret"].(string)
	status, answer := h.call("POST", "/api/v1/me/second-factor/confirmation", token, map[string]string{"totp": appCode(h.t, secret, h.House.Now().Time())})
	if status != http.StatusOK {
		h.t.Fatalf("%d %v", status, answer)
	}
	return secret, answer["recovery_codes"].([]any)
}

func TestTheSecondFactorIsAskedAtBothDoors(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		now := time.Now()
		h.House.Clock = func() time.Time { return now }
		token := h.signIn("claire@maes.example")
		if status, p := h.call("POST", "/api/v1/me/second-factor", token, map[string]string{"password": "not the password"}); status != 422 || p["field"] != "password" {
			t.Errorf("without the password: %d %v", status, p)
		}
		secret, codes := h.setFactor(token)
		if len(codes) != 10 {
			t.Errorf("%d recovery codes", len(codes))
		}
		now = now.Add(time.Minute)

		login := func(totp string) (int, map[string]any) {
			return h.call("POST", "/api/v1/auth/login", "", map[string]string{"email": "claire@maes.example", "password": password, "totp": totp})
		}
		if status, p := login(""); status != 401 || p["code"] != "second_factor_required" || p["field"] != "totp" {
			t.Errorf("without a code: %d %v", status, p)
		}
		code := appCode(t, secret, now)
		if status, p := login(code); status != 200 {
			t.Errorf("with a code: %d %v", status, p)
		}
		if status, p := login(code); status != 401 || p["code"] != "second_factor_refused" {
			t.Errorf("the same code again: %d %v", status, p)
		}
		recovery := codes[0].(string)
		if status, p := login(recovery); status != 200 {
			t.Errorf("a recovery code: %d %v", status, p)
		}
		if status, p := login(recovery); status != 401 || p["code"] != "second_factor_refused" {
			t.Errorf("the recovery code again: %d %v", status, p)
		}

		// On pages: no session before the second step.
		now = now.Add(time.Minute)
		who := reader{h: h, lang: i18n.FR}
		first := who.send("POST", "/sign-in?next=/office", url.Values{"email": {"claire@maes.example"}, "password": {password}})
		if first.status != http.StatusSeeOther || first.location != "/sign-in/second-factor?next=%2Foffice" || sessionOf(first) != "" {
			t.Fatalf("the first step: %d %q, a session %v", first.status, first.location, sessionOf(first) != "")
		}
		if p := who.send("GET", first.location, nil); p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, "/sign-in") {
			t.Errorf("the second step without the first: %d %q", p.status, p.location)
		}
		waiting := first.cookies
		page := h.with(waiting, "GET", first.location, nil)
		if page.status != http.StatusOK {
			t.Fatalf("the second step: %d", page.status)
		}
		page.looks(t, "the second step", i18n.FR)
		if p := h.with(waiting, "POST", first.location, url.Values{"totp": {"000000"}}); p.status != http.StatusUnauthorized || !strings.Contains(p.text, `id="f-totp-error"`) || sessionOf(p) != "" {
			t.Errorf("a wrong code: %d", p.status)
		}
		in := h.with(waiting, "POST", first.location, url.Values{"totp": {appCode(t, secret, now)}})
		if in.status != http.StatusSeeOther || in.location != "/office" || sessionOf(in) == "" {
			t.Fatalf("the right code: %d %q", in.status, in.location)
		}
		claire := reader{h: h, session: sessionOf(in), lang: i18n.FR}
		for _, path := range []string{"/account", "/account/second-factor", "/account/second-factor/codes", "/account/second-factor/off"} {
			if p := claire.send("GET", path, nil); p.status != http.StatusOK {
				t.Errorf("%s: %d", path, p.status)
			} else {
				p.looks(t, path, i18n.FR)
			}
		}
		now = now.Add(time.Minute)
		codesShown := claire.send("POST", "/account/second-factor/codes", url.Values{"totp": {appCode(t, secret, now)}})
		if codesShown.status != http.StatusOK || strings.Count(codesShown.text, "<code>") != 10 {
			t.Errorf("new codes: %d, %d shown", codesShown.status, strings.Count(codesShown.text, "<code>"))
		}
		now = now.Add(time.Minute)
		off := claire.send("POST", "/account/second-factor/off", url.Values{"password": {password}, "totp": {appCode(t, secret, now)}})
		if off.status != http.StatusSeeOther || sessionOf(off) == "" || sessionOf(off) == claire.session {
			t.Errorf("turned off: %d %s", off.status, cut([]byte(off.text)))
		}
		if status, _ := login(""); status != 200 {
			t.Errorf("a code is still asked: %d", status)
		}
	})
}

// with sends a form with given cookies.
func (h *house) with(cookies []*http.Cookie, method, path string, form url.Values) page {
	h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, _ := http.NewRequest(method, h.server.URL+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	r.AddCookie(&http.Cookie{Name: "language", Value: "fr"})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	return page{res.StatusCode, res.Header.Get("Location"), res.Header.Get("Content-Type"), string(text), res.Cookies()}
}

func TestThePageOfTheFirstCodeShowsASecretThatAnAppCanRead(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		who := h.enter("claire@maes.example")
		who.lang = i18n.FR
		if p := who.send("GET", "/account/second-factor/confirm", nil); p.status != http.StatusSeeOther {
			t.Errorf("nothing was begun: %d", p.status)
		}
		begun := who.send("POST", "/account/second-factor", url.Values{"password": {password}})
		if begun.status != http.StatusSeeOther || begun.location != "/account/second-factor/confirm" {
			t.Fatalf("%d %s", begun.status, cut([]byte(begun.text)))
		}
		p := who.send("GET", begun.location, nil)
		p.looks(t, "the first code", i18n.FR)
		found := regexp.MustCompile(`<code>([A-Z2-7 ]+)</code>`).FindStringSubmatch(p.text)
		if found == nil || !strings.Contains(p.text, `class="qr"`) {
			t.Fatal("no secret, or no code to scan")
		}
		secret := strings.ReplaceAll(found[1], " ", "")
		shown := who.send("POST", begun.location, url.Values{"totp": {appCode(t, secret, h.House.Now().Time())}})
		if shown.status != http.StatusOK || strings.Count(shown.text, "<code>") != 10 || sessionOf(shown) == "" {
			t.Fatalf("the recovery codes: %d %s", shown.status, cut([]byte(shown.text)))
		}
		shown.looks(t, "the recovery codes", i18n.FR)
		if p := who.send("GET", "/account", nil); p.status != http.StatusSeeOther {
			t.Errorf("the old cookie still serves: %d", p.status)
		}
		who.session = sessionOf(shown)
		if p := who.send("GET", "/account", nil); p.status != http.StatusOK {
			t.Errorf("the new cookie: %d", p.status)
		}
	})
}

func TestAnAccessKeyReadsAndIsRefusedBeforeItsBodyIsRead(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		token, last := h.tokens[act.Syndic], h.House.Now().BrusselsDate().AddMonths(1)
		make := func(scope string) string {
			status, made := h.call("POST", "/api/v1/me/keys", token, map[string]any{"name": "tableur", "scope": scope, "expires_on": last})
			if status != http.StatusCreated {
				t.Fatalf("%d %v", status, made)
			}
			return made["secret"].(string)
		}
		reads, writes := make("read"), make("read_write")
		if status, _ := h.call("GET", "/api/v1/buildings", reads, nil); status != 200 {
			t.Errorf("a key that reads: %d", status)
		}
		h.walk(t, h.ours, func(t *testing.T, r rest.Route, path string) {
			if r.Public || r.Method == http.MethodGet || !slices.Contains(Policy[r.Action], act.Syndic) {
				return
			}
			status, _, body := h.raw(r.Method, path, reads, "application/json", []byte("{"))
			var p rest.Problem
			if _ = json.Unmarshal(body, &p); status != http.StatusForbidden || p.Code != "read_only" {
				t.Errorf("%s %s with a key that reads: %d %s", r.Method, r.Path, status, cut(body))
			}
		})
		if status, p := h.call("PUT", "/api/v1/suppliers/"+h.ours["supplier"], writes, map[string]string{"name": "Delta"}); status != 200 {
			t.Errorf("a key that writes: %d %v", status, p)
		}
		for _, c := range []struct{ method, path, body string }{
			{"POST", "/api/v1/me/keys", `{"name":"x","scope":"read","expires_on":"` + last.String() + `"}`}, {"DELETE", "/api/v1/me/keys/" + h.ours["access_key"], ``},
			{"PUT", "/api/v1/me/password", `{"current_password":"` + password + `","password":"une toute autre phrase"}`},
			{"POST", "/api/v1/me/email-changes", `{"email":"x@y.example","password":"` + password + `"}`}, {"POST", "/api/v1/me/second-factor", `{"password":"` + password + `"}`},
			{"POST", "/api/v1/me/sign-outs", `{"scope":"all"}`}, {"DELETE", "/api/v1/me/sessions/" + h.ours["session"], ``}, {"PUT", "/api/v1/me", `{"language":"nl"}`},
			{"POST", "/api/v1/auth/office", `{"office_id":"` + h.mine.ID().String() + `"}`}, {"GET", "/api/v1/me/sessions", ``}, {"GET", "/api/v1/me/keys", ``}, {"GET", "/api/v1/me/history", ``},
		} {
			status, _, body := h.raw(c.method, c.path, writes, "application/json", []byte(c.body))
			var p rest.Problem
			if _ = json.Unmarshal(body, &p); status != http.StatusForbidden || p.Code != "sign_in_needed" {
				t.Errorf("%s %s with a key: %d %s", c.method, c.path, status, cut(body))
			}
		}
		if status, p := h.call("GET", "/api/v1/buildings", "kpg_made-up", nil); status != 401 || p["code"] != "key_refused" {
			t.Errorf("a made up key: %d %v", status, p)
		}
	})
}

func TestWithTheLastRoleGoKeysAndSessions(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		// Bruno, accountant of our building, is also of the other office.
		invited, answer := h.call("POST", "/api/v1/office/invitations", h.theirToken, map[string]string{"email": "accountant@maes.example", "name": "Bruno", "language": "fr", "role": "accountant"})
		if invited != http.StatusCreated {
			t.Fatal(invited, answer)
		}
		bruno := h.enter("accountant@maes.example")
		if office, _, _ := strings.Cut(bruno.session, "."); office != h.mine.ID().String() {
			moved := bruno.send("POST", "/account/office", url.Values{"office_id": {h.mine.ID().String()}})
			bruno.session = sessionOf(moved)
		}
		_, key := h.call("POST", "/api/v1/me/keys", h.tokens[act.Accountant], map[string]any{"name": "x", "scope": "read", "expires_on": h.House.Now().BrusselsDate()})
		role := h.roleOf("accountant")
		if status, p := h.call("DELETE", "/api/v1/roles/"+h.ours["role"], h.tokens[act.Syndic], nil); status != http.StatusConflict || p["code"] != "last_syndic" {
			t.Errorf("the last syndic: %d %v", status, p)
		}
		if status, p := h.call("DELETE", "/api/v1/roles/"+role, h.tokens[act.Syndic], nil); status != http.StatusNoContent {
			t.Fatalf("the end of a role: %d %v", status, p)
		}
		if status, p := h.call("GET", "/api/v1/me", h.tokens[act.Accountant], nil); status != 401 {
			t.Errorf("the access token still speaks for the office: %d %v", status, p)
		}
		if status, p := h.call("GET", "/api/v1/me", key["secret"].(string), nil); status != 401 || p["code"] != "key_refused" {
			t.Errorf("the key outlived the role: %d %v", status, p)
		}
		if p := bruno.send("GET", "/office", nil); p.status != http.StatusOK || !strings.Contains(p.text, "Kantoor Peeters") {
			t.Errorf("the session did not move to the other office: %d %s", p.status, firstHeading(p.text))
		}
		_, former := h.call("GET", "/api/v1/office/team?ended=true", h.tokens[act.Syndic], nil)
		if list := former["items"].([]any); len(list) != 1 || list[0].(map[string]any)["role"] != "accountant" {
			t.Errorf("the history of roles: %v", former)
		}
		// The owner has no other office: the session ends.
		owner := h.enter("owner@maes.example")
		if status, p := h.call("DELETE", "/api/v1/roles/"+h.roleOf("owner"), h.tokens[act.Syndic], nil); status != http.StatusNoContent {
			t.Fatalf("the end of a role: %d %v", status, p)
		}
		if p := owner.send("GET", "/account", nil); p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, ui.SignInPath) {
			t.Errorf("the owner's session: %d %q", p.status, p.location)
		}
	})
}

// roleOf is the id of the first role of a kind in our office.
func (h *house) roleOf(role string) string {
	h.t.Helper()
	_, team := h.call("GET", "/api/v1/office/team?limit=200", h.tokens[act.Syndic], nil)
	for _, l := range team["items"].([]any) {
		if line := l.(map[string]any); line["role"] == role {
			return line["id"].(string)
		}
	}
	h.t.Fatalf("nobody is %s", role)
	return ""
}

// Whoever asks learns nothing of who has an account: same status, same words.
func TestNothingTellsWhoHasAnAccount(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		id := regexp.MustCompile(`"request_id":"[^"]*"`)
		for _, c := range []struct {
			path, token string
			body        func(email string) map[string]any
		}{
			{"/api/v1/auth/login", "", func(e string) map[string]any { return map[string]any{"email": e, "password": "not the password"} }},
			{"/api/v1/auth/password-resets", "", func(e string) map[string]any { return map[string]any{"email": e} }},
			{"/api/v1/me/email-changes", h.tokens[act.Owner], func(e string) map[string]any { return map[string]any{"email": e, "password": password} }},
		} {
			answers := map[string]bool{}
			for _, email := range []string{"claire@maes.example", "nobody@maes.example"} {
				raw, _ := json.Marshal(c.body(email))
				status, _, text := h.raw("POST", c.path, c.token, "application/json", raw)
				answers[fmt.Sprint(status, id.ReplaceAllString(string(text), ""))] = true
			}
			if len(answers) != 1 {
				t.Errorf("%s answers %v", c.path, answers)
			}
		}
		pages := map[string]bool{}
		for _, email := range []string{"claire@maes.example", "nobody@maes.example"} {
			p := reader{h: h, lang: i18n.FR}.send("POST", "/forgot", url.Values{"email": {email}})
			pages[fmt.Sprint(p.status, p.location, p.text)] = true
		}
		if len(pages) != 1 {
			t.Errorf("/forgot answers %d ways", len(pages))
		}
	})
}

func TestAPersonClosesTheOtherDevicesFromAPage(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		here, there := h.enter("claire@maes.example"), h.enter("claire@maes.example")
		here.lang = i18n.FR
		p := here.send("GET", "/account/sessions", nil)
		p.looks(t, "the sessions", i18n.FR)
		if done := here.send("POST", "/account/sign-outs", url.Values{"scope": {"others"}}); done.status != http.StatusSeeOther || done.location != "/account/sessions" {
			t.Errorf("the others: %d", done.status)
		}
		if p := there.send("GET", "/office", nil); p.status != http.StatusSeeOther {
			t.Errorf("the other device: %d", p.status)
		}
		if status, _ := h.call("GET", "/api/v1/me", h.tokens[act.Syndic], nil); status != http.StatusUnauthorized {
			t.Errorf("a program's access token: %d", status)
		}
		if p := here.send("GET", "/account/history", nil); p.status != http.StatusOK || !strings.Contains(p.text, i18n.Say(i18n.FR, "identity.event_signed_out")) {
			t.Errorf("the history: %d", p.status)
		}
		changed := here.send("POST", "/account/password", url.Values{"current_password": {password}, "password": {"une toute autre phrase"}})
		if changed.status != http.StatusSeeOther || sessionOf(changed) == "" {
			t.Fatalf("the password: %d %s", changed.status, cut([]byte(changed.text)))
		}
		if p := here.send("GET", "/account", nil); p.status != http.StatusSeeOther {
			t.Errorf("the cookie from before the change: %d", p.status)
		}
		here.session = sessionOf(changed)
		if done := here.send("POST", "/account/sign-outs", url.Values{"scope": {"all"}}); done.location != ui.SignInPath {
			t.Errorf("everywhere: %d %q", done.status, done.location)
		}
		if p := here.send("GET", "/account", nil); p.status != http.StatusSeeOther {
			t.Errorf("this device as well: %d", p.status)
		}
	})
}

// A key is shown once: the same form sent again is led on, and makes no second key.
func TestAKeyIsShownOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		who := h.enter("owner@maes.example")
		who.lang = i18n.FR
		form := url.Values{"name": {"tableur"}, "scope": {"read"}, "expires_on": {h.House.Now().BrusselsDate().String()}, "idempotency_key": {"once"}}
		first := who.send("POST", "/account/keys/new", form)
		if first.status != http.StatusOK || !strings.Contains(first.text, "<code>kpg_") {
			t.Fatalf("%d %s", first.status, cut([]byte(first.text)))
		}
		first.looks(t, "a new key", i18n.FR)
		again := who.send("POST", "/account/keys/new", form)
		if again.status != http.StatusSeeOther || again.location != "/account/keys" || strings.Contains(again.text, "kpg_") {
			t.Errorf("sent again: %d %q", again.status, again.location)
		}
		list := who.send("GET", "/account/keys", nil)
		if n := strings.Count(list.text, `/end"`); n != 1 {
			t.Errorf("%d keys of that name", n)
		}
	})
}

// No secret lies where it is read without need: not in facts, not in kept answers, not in jobs.
func TestNoSecretIsKeptInClear(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		token := h.signIn("claire@maes.example")
		secret, codes := h.setFactor(token)
		_, key := h.call("POST", "/api/v1/me/keys", token, map[string]any{"name": "x", "scope": "read", "expires_on": h.House.Now().BrusselsDate()})
		who := h.enter("owner@maes.example")
		moved := who.send("POST", "/account/office", url.Values{"office_id": {h.mine.ID().String()}, "idempotency_key": {"k"}})
		changed := reader{h: h, session: sessionOf(moved)}.send("POST", "/account/password", url.Values{"current_password": {password}, "password": {"une toute autre phrase"}, "idempotency_key": {"k2"}})
		if changed.status != http.StatusSeeOther {
			t.Fatalf("%d %s", changed.status, cut([]byte(changed.text)))
		}
		_, cookie, _ := strings.Cut(sessionOf(changed), ".")
		_, movedCookie, _ := strings.Cut(sessionOf(moved), ".")
		secrets := []string{password, "une toute autre phrase", secret, codes[0].(string), strings.ReplaceAll(codes[0].(string), "-", ""), key["secret"].(string), cookie, movedCookie, "claire@maes.example"}
		err := h.DB.House(t.Context(), func(tx *db.Tx) error {
			for _, s := range []*db.Stmt{allFactBodies, allKeptAnswers, allJobArgs} {
				texts, err := db.Column[string](tx.Query(s))
				if err != nil {
					return err
				}
				for _, text := range texts {
					for _, secret := range secrets {
						if secret == "" || strings.Contains(text, secret) {
							t.Errorf("%q lies in clear in %s: %s", secret, s, text)
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

var (
	allFactBodies  = db.House(`SELECT body FROM act_fact`)
	allKeptAnswers = db.House(`SELECT answer FROM act_key`)
	allJobArgs     = db.House(`SELECT args FROM jobs_job`)
)

func TestWhoIsWhereIsOnTheAccount(t *testing.T) {
	h := newHouse(t, "sqlite:"+t.TempDir()+"/k.db")
	h.call("POST", "/api/v1/office/invitations", h.theirToken, map[string]string{"email": "owner@maes.example", "name": "Bruno", "language": "fr", "role": "accountant"})
	_, roles := h.call("GET", "/api/v1/me/roles", h.tokens[act.Owner], nil)
	var said []string
	for _, r := range roles["items"].([]any) {
		line := r.(map[string]any)
		said = append(said, fmt.Sprint(line["office_name"], " ", line["role"], " ", line["building_name"]))
	}
	if want := []string{"Bureau Maes owner Les Tilleuls", "Kantoor Peeters accountant <nil>"}; !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
	p := h.enter("owner@maes.example")
	p.lang = i18n.FR
	if page := p.send("GET", "/account", nil); !strings.Contains(page.text, "Les Tilleuls") || !strings.Contains(page.text, "Kantoor Peeters") {
		t.Errorf("the account: %d", page.status)
	}
}
