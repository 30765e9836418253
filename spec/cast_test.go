// Package spec tells what the law asks of a co-ownership as stories of its residents: whole houses, through the API, on both engines. A story
// reads like minutes of a meeting; what it stands on is in this file.
//
//	story      a house on a day, with an office and its syndic
//	building   a co-ownership in it
//	person     somebody of the cast
package spec

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"koprogo/internal/app"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/db/dbtest"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail"
)

// person is somebody of the cast, as the API takes a member.
type person map[string]any

func named(first, last string) person { return person{"first_name": first, "last_name": last} }

func (p person) with(key, value string) person {
	q := person{}
	for k, v := range p {
		q[k] = v
	}
	q[key] = value
	return q
}

// The residents, with the names of the sample.
var (
	anne   = named("Anne", "Dubois")
	tomasz = named("Tomasz", "Zieliński")
	jozef  = named("Jozef", "Vermeulen")
	fatima = named("Fatima", "El Amrani")
	denise = named("Denise", "Marchal")
	paul   = named("Paul", "Marchal")
)

// story is a house on a day.
type story struct {
	*testing.T
	app    *app.App
	url    string
	token  string
	office id.Of[id.Office]
	who    string // who asks: the syndic, unless the story says otherwise
	post   []mail.Message
	clock  *atomic.Int64
}

const claire = "claire.maes@bureau-maes.example"

// Send keeps a letter as a mail server that took charge of it would.
func (s *story) Send(_ context.Context, m mail.Message) (mail.Receipt, error) {
	s.post = append(s.post, m)
	return mail.Receipt{At: s.app.House.Now().Time(), Delivered: true}, nil
}

const secret = "quatre mots pour entrer"

// on tells a story that begins on a day, on both engines.
func on(t *testing.T, day string, tell func(s *story)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { tell(begin(t, day, "sqlite:"+filepath.Join(t.TempDir(), "k.db"))) })
	t.Run("postgres", func(t *testing.T) { tell(begin(t, day, dbtest.PostgresURL(t))) })
}

func begin(t *testing.T, day, database string) *story {
	t.Helper()
	a, err := app.Build(context.Background(), config.Config{Data: t.TempDir(), Database: database, BaseURL: "http://koprogo.example"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	s := &story{T: t, app: a, who: claire, clock: &atomic.Int64{}}
	a.Deadlines.Mail = s
	a.House.Clock = func() time.Time { return time.Unix(s.clock.Add(1), 0) } // a second passes between one thing and the next
	s.today(day)
	server := httptest.NewServer(a.Handler())
	s.url = server.URL
	t.Cleanup(func() { server.Close(); _ = a.Close() })
	o, err := a.Office.Open(context.Background(), "spec", office.Entry{Name: "Bureau Maes & Associés", Kind: office.Professional}, func(a2 *act.Act) (id.Of[id.Person], error) {
		p, err := a.Identity.Enrol(a2, claire, "Claire Maes", i18n.FR, secret, false)
		return p.ID(), err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.office = o.ID()
	s.signIn()
	return s
}

// today sets the day of the story, at noon.
func (s *story) today(day string) {
	s.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		s.Fatal(err)
	}
	s.clock.Store(d.Add(11 * time.Hour).Unix())
	if s.token != "" {
		s.signIn()
	}
}

func (s *story) signIn() {
	s.Helper()
	s.token = ""
	s.token = s.does("POST", "/auth/login", m{"email": s.who, "password": secret}).text("access_token")
}

// member signs somebody up who sits in the council of a building.
func (s *story) member(email, name string, b building) {
	s.Helper()
	at := id.Must[id.Building](b.id)
	_, err := act.Do(context.Background(), s.app.House, act.Who{Office: s.office, House: true}, act.Door{Via: "spec"}, func(a *act.Act) (bool, error) {
		p, err := s.app.Identity.Enrol(a, email, name, i18n.FR, secret, false)
		if err != nil {
			return false, err
		}
		return true, office.GrantRole(a, p.ID(), act.Council, at)
	})
	if err != nil {
		s.Fatal(err)
	}
}

// as lets somebody else ask the API.
func (s *story) as(email string) {
	s.Helper()
	s.who, s.token = email, ""
	s.signIn()
}

type m = map[string]any

// answer is what the API answered.
type answer struct {
	s      *story
	status int
	body   m
	paper  []byte // when it is a PDF
}

func (a answer) text(key string) string {
	a.s.Helper()
	text, ok := a.body[key].(string)
	if !ok {
		a.s.Fatalf("no %s in %v", key, a.body)
	}
	return text
}

func (a answer) items() (list []m) {
	for _, x := range a.body["items"].([]any) {
		list = append(list, x.(m))
	}
	return list
}

// refused holds that the API answered no, by a code and an article.
func (a answer) refused(code, article string) {
	a.s.Helper()
	if a.status < 400 || a.status >= 500 || a.body["code"] != code || article != "" && a.body["article"] != article {
		a.s.Errorf("want %s (%s), got %d %v %v: %v", code, article, a.status, a.body["code"], a.body["article"], a.body["detail"])
	}
}

// ask asks the API as the syndic.
func (s *story) ask(method, path string, body any) answer {
	s.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.Fatal(err)
	}
	if body == nil {
		raw = nil
	}
	return s.send(method, path, "application/json", raw)
}

// brings hands a paper in, and holds that it was taken.
func (s *story) brings(path, name string) answer {
	s.Helper()
	var raw bytes.Buffer
	form := multipart.NewWriter(&raw)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		s.Fatal(err)
	}
	_, _ = part.Write([]byte("%PDF-1.7"))
	_ = form.Close()
	a := s.send("POST", path, form.FormDataContentType(), raw.Bytes())
	if a.status >= 300 {
		s.Fatalf("%s to %s: %d %v", name, path, a.status, a.body)
	}
	return a
}

func (s *story) send(method, path, kind string, raw []byte) answer {
	s.Helper()
	r, err := http.NewRequest(method, s.url+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	a := answer{s: s, status: res.StatusCode, body: m{}}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/pdf") {
		a.paper, err = io.ReadAll(res.Body)
		if err != nil {
			s.Fatal(err)
		}
	} else if text, err := io.ReadAll(res.Body); err != nil || len(text) > 0 && json.Unmarshal(text, &a.body) != nil {
		s.Fatalf("%s %s: %v %s", method, path, err, text)
	}
	return a
}

// does is ask, and holds that it was done.
func (s *story) does(method, path string, body any) answer {
	s.Helper()
	a := s.ask(method, path, body)
	if a.status >= 300 {
		s.Fatalf("%s %s: %d %v", method, path, a.status, a.body)
	}
	return a
}

// delivers lets the rooms answer what was recorded, as the house does in the background.
func (s *story) delivers() {
	s.Helper()
	if err := act.Deliver(context.Background(), s.app.House, s.app.Reactions()); err != nil {
		s.Fatal(err)
	}
}

// wakes is a morning: the night before, the house made the deadlines of the new day.
func (s *story) wakes(day string) {
	s.Helper()
	s.today(day)
	s.delivers()
	if err := s.app.Deadlines.Nightly(context.Background(), jobs.Job{Kind: deadlines.NightlyJob}); err != nil {
		s.Fatal(err)
	}
}

// building is a co-ownership.
type building struct {
	*story
	id string
}

func (s *story) building(name string, denominator int) building {
	s.Helper()
	made := s.does("POST", "/buildings", m{"name": name, "share_denominator": denominator,
		"address": m{"street": "Rue de la Victoire", "number": "27", "postcode": "1060", "city": "Saint-Gilles"}})
	return building{s, made.text("id")}
}

func (b building) path(tail string) string {
	return "/buildings/" + b.id + tail
}

// lot adds a lot with those who hold it, from the first of January 2020 on.
func (b building) lot(label, kind string, shares int, holders ...person) string {
	b.Helper()
	return b.does("POST", b.path("/lots"), m{"label": label, "kind": kind, "shares": shares, "from": "2020-01-01", "members": holders}).text("id")
}

// register says who holds what on a day, as known now: "4B 400 Anne Dubois", a line for each lot.
func (b building) register(day string) string { return b.known(day, "") }

// known says who holds what on a day, as it was known on another.
func (b building) known(day, known string) string {
	b.Helper()
	query := "?on=" + day + "&limit=200"
	if known != "" {
		query += "&known=" + known + "T12:00:00Z"
	}
	holders, names := m{}, m{}
	for _, o := range b.does("GET", b.path("/owners"+query), nil).items() {
		names[o["id"].(string)] = o["name"]
	}
	for _, o := range b.does("GET", b.path("/ownerships"+query), nil).items() {
		holders[o["lot_id"].(string)] = names[o["owner_id"].(string)]
	}
	var lines []string
	for _, l := range b.does("GET", b.path("/lots"+query), nil).items() {
		holder := holders[l["id"].(string)]
		if holder == nil {
			holder = "nobody"
		}
		lines = append(lines, fmt.Sprintf("%v %v %v", l["label"], l["shares"], holder))
	}
	return strings.Join(lines, "\n")
}

// reads holds what the register says.
func (b building) reads(got string, want ...string) {
	b.Helper()
	if got != strings.Join(want, "\n") {
		b.Errorf("the register reads\n%s\nand should read\n%s", got, strings.Join(want, "\n"))
	}
}

// party is the party of a name, and its members.
func (b building) party(name string) (party string, members []string) {
	b.Helper()
	for _, o := range b.does("GET", b.path("/owners?limit=200"), nil).items() {
		if o["name"] == name {
			for _, p := range o["persons"].([]any) {
				members = append(members, p.(m)["id"].(string))
			}
			return o["id"].(string), members
		}
	}
	b.Fatalf("no owner is called %s", name)
	return "", nil
}
