package calculators

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// door is the room behind its real doors; it needs no database and no sign-in.
func door(t *testing.T) http.Handler {
	t.Helper()
	r := &Room{House: &act.House{Clock: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }}, BaseURL: "https://koprogo.example"}
	s := rest.New(r.House, nil)
	r.Routes(s)
	r.Open(&ui.Pages{Rest: s, Refused: func(ui.Failure) templ.Component { return ui.Text("refused") }})
	return s.Mux
}

func ask(t *testing.T, h http.Handler, name, body string) (int, string) {
	t.Helper()
	q := httptest.NewRequest(http.MethodPost, "/api/v1/calculators/"+name, strings.NewReader(body))
	q.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, q)
	return w.Code, strings.TrimSpace(w.Body.String())
}

// The answers that programs rely on, to the letter.
func TestWhatTheDoorAnswers(t *testing.T) {
	h := door(t)
	for _, c := range []struct{ name, body, want string }{
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":480,"present_heads":6,"second_call":false}`, `{"reached":false,"rule":"none","article":"3.87 §5"}`},
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":500,"present_heads":6}`, `{"reached":true,"rule":"heads_and_shares","article":"3.87 §5"}`},
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":751,"present_heads":2,"second_call":false}`, `{"reached":true,"rule":"three_quarters","article":"3.87 §5"}`},
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":50,"present_heads":1,"second_call":true}`, `{"reached":true,"rule":"second_assembly","article":"3.87 §5"}`},
		{"quorum", `{"total_shares":1000000000,"total_heads":10,"present_shares":500000000,"present_heads":6}`, `{"reached":true,"rule":"heads_and_shares","article":"3.87 §5"}`},
		{"majority", `{"majority":"two_thirds","total_shares":1000,"for":400,"against":200,"abstain":100,"absent":300}`, `{"adopted":true,"numerator":400,"denominator":600,"article":"3.88 §1 1°"}`},
		{"majority", `{"majority":"absolute","total_shares":1000,"for":300,"against":300,"abstain":0,"absent":400}`, `{"adopted":false,"numerator":300,"denominator":600,"article":"3.87 §8"}`},
		{"majority", `{"majority":"unanimity","total_shares":1000,"for":900,"against":0,"abstain":0,"absent":100}`,
			`{"adopted":false,"numerator":900,"denominator":1000,"article":"3.88 §3","next":{"after_days":30,"majority":"unanimity_present","article":"3.88 §4"}}`},
		{"majority", `{"majority":"unanimity","total_shares":1000,"for":900,"against":0}`,
			`{"adopted":false,"numerator":900,"denominator":1000,"article":"3.88 §3","next":{"after_days":30,"majority":"unanimity_present","article":"3.88 §4"}}`},
		{"proxies", `{"total_shares":1000,"own_shares":300,"proxies":[{"shares":200},{"shares":100},{"shares":100}],"holder_is_syndic":false}`, `{"allowed":true,"article":"3.87 §7"}`},
		{"proxies", `{"total_shares":1000,"own_shares":21,"proxies":[{"shares":20},{"shares":20},{"shares":20},{"shares":20}]}`, `{"allowed":false,"refused_from":4,"article":"3.87 §7"}`},
		{"proxies", `{"total_shares":1000,"own_shares":21,"proxies":[{"shares":20}],"holder_is_syndic":true}`, `{"allowed":false,"refused_from":1,"article":"3.87 §7"}`},
		{"cap", `{"voters":[{"id":"Anne","own_shares":600,"proxies":[]},{"id":"Bart","own_shares":250}]}`, `{"voters":[{"id":"Anne","counted":250},{"id":"Bart","counted":250}],"article":"3.87 §7 al. 4"}`},
		{"cap", `{"voters":[{"id":"A","own_shares":300},{"id":"B","own_shares":100,"proxies":[{"owner_id":"A","shares":300}]},{"id":"C","own_shares":150}]}`,
			`{"voters":[{"id":"A","counted":125},{"id":"B","counted":225},{"id":"C","counted":150}],"article":"3.87 §7 al. 4"}`},
		{"notice", `{"assembly_date":"2026-12-15","urgent":false,"extra_days":0}`, `{"last_day_to_convene":"2026-11-30","article":"3.87 §3"}`},
		{"notice", `{"assembly_date":"2026-12-15","urgent":true,"extra_days":0}`, `{"last_day_to_convene":null,"article":"3.87 §3"}`},
		{"interest", `{"amount_cents":100000,"from":"2025-12-01","to":"2026-03-01"}`, `{"interest_cents":1110,"lines":[{"from":"2025-12-01","to":"2026-01-01","days":31,"rate_bp":450,"cents":382},` +
			`{"from":"2026-01-01","to":"2026-03-01","days":59,"rate_bp":450,"cents":728}],"article":"Law 5 May 1865, art. 2"}`},
		{"interest", `{"amount_cents":100000,"from":"2025-12-01","to":"2025-12-01"}`, `{"interest_cents":0,"lines":[],"article":"Law 5 May 1865, art. 2"}`},
	} {
		if status, got := ask(t, h, c.name, c.body); status != http.StatusOK || got != c.want {
			t.Errorf("%s %s:\n%d %s\nwant %s", c.name, c.body, status, got, c.want)
		}
	}
}

// Figures that cannot be are refused at their field, with a sentence.
func TestImpossibleFiguresAreRefused(t *testing.T) {
	h := door(t)
	for _, c := range []struct{ name, body, code, field string }{
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":1001,"present_heads":6}`, "attendance_incoherent", "present_shares"},
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":500,"present_heads":11}`, "attendance_incoherent", "present_heads"},
		{"quorum", `{"total_shares":1000,"total_heads":10,"present_shares":-1,"present_heads":1}`, "too_small", "present_shares"},
		{"quorum", `{"total_shares":0,"total_heads":10,"present_shares":0,"present_heads":1}`, "too_small", "total_shares"},
		{"quorum", `{"total_shares":1000000001,"total_heads":10,"present_shares":0,"present_heads":1}`, "too_big", "total_shares"},
		{"majority", `{"majority":"absolute","total_shares":1000,"for":600,"against":401}`, "votes_incoherent", "against"},
		{"majority", `{"majority":"absolute","total_shares":1000,"for":600,"against":400,"absent":1}`, "votes_incoherent", "absent"},
		{"majority", `{"majority":"three_quarters","total_shares":1000,"for":600,"against":400}`, "one_of_expected", "majority"},
		{"proxies", `{"total_shares":1000,"own_shares":600,"proxies":[{"shares":401}]}`, "votes_incoherent", "proxies[0].shares"},
		{"cap", `{"voters":[{"id":"a","own_shares":1},{"id":"a","own_shares":1}]}`, "voter_repeated", "voters[1].id"},
		{"cap", `{"voters":[{"id":"a","own_shares":1,"proxies":[{"owner_id":"a","shares":1}]}]}`, "proxy_of_oneself", "voters[0].proxies[0].owner_id"},
		{"cap", `{"voters":[{"id":"a","own_shares":1000000000},{"id":"b","own_shares":1}]}`, "too_big", "voters[1].own_shares"},
		{"cap", `{"voters":[]}`, "too_few", "voters"},
		{"notice", `{"assembly_date":"2026-02-30"}`, "date_expected", "assembly_date"},
		{"notice", `{"assembly_date":"2021-08-31"}`, "day_before_law", "assembly_date"},
		{"notice", `{"assembly_date":"2026-12-15","extra_days":-1}`, "too_small", "extra_days"},
		{"interest", `{"amount_cents":100,"from":"2026-02-01","to":"2026-01-01"}`, "period_reversed", "to"},
		{"interest", `{"amount_cents":-1,"from":"2026-01-01","to":"2026-02-01"}`, "too_small", "amount_cents"},
		{"interest", `{"amount_cents":100,"from":"2026-12-01","to":"2027-02-01"}`, "rate_unknown", "to"},
		{"interest", `{"amount_cents":100,"from":"2021-12-31","to":"2022-02-01"}`, "rate_unknown", "from"},
	} {
		status, text := ask(t, h, c.name, c.body)
		var p rest.Problem
		_ = json.Unmarshal([]byte(text), &p)
		if status != http.StatusUnprocessableEntity || p.Code != c.code || p.Field != c.field || strings.Contains(p.Detail, "«") {
			t.Errorf("%s %s: %d %s", c.name, c.body, status, text)
		}
		if !i18n.Has("fault." + c.code) {
			t.Errorf("%s has no sentence", c.code)
		}
	}
}

func get(t *testing.T, h http.Handler, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

var (
	heading = regexp.MustCompile(`(?s)<h1>(.*?)</h1>`)
	missing = regexp.MustCompile(`«[a-z_.]+»|\{[a-z]+\}`)
)

// Every page speaks four languages: its question, its example with the answer, and what search engines look for.
func TestEveryCalculatorHasItsPage(t *testing.T) {
	h := door(t)
	for _, l := range i18n.Langs {
		paths := Paths()
		for _, c := range all {
			paths = append(paths, c.path()+"?"+c.example)
		}
		for _, path := range paths {
			asked, _ := url.Parse(path)
			q := asked.Query()
			q.Set("lang", string(l))
			status, text := get(t, h, asked.Path+"?"+q.Encode())
			if status != http.StatusOK || strings.Count(text, "<h1>") != 1 || missing.MatchString(text) {
				t.Errorf("%s in %s: %d %q", path, l, status, missing.FindString(text))
			}
			for _, want := range []string{`<html lang="` + string(l) + `"`, `<meta name="description" content="`, `<link rel="canonical" href="https://koprogo.example` + asked.Path + `?lang=` + string(l) + `"`, `hreflang="x-default"`} {
				if !strings.Contains(text, want) {
					t.Errorf("%s in %s lacks %s", path, l, want)
				}
			}
			if strings.Contains(text, "<script") || strings.Contains(text, "style=") {
				t.Errorf("%s holds a script or a style", path)
			}
			if answered := strings.Contains(text, "chain-total"); answered != (asked.RawQuery != "") {
				t.Errorf("%s in %s is answered: %v", path, l, answered)
			}
		}
	}
}

// The answer is the headline.
func TestTheHeadlineIsTheAnswer(t *testing.T) {
	h := door(t)
	for _, c := range []struct{ path, want string }{
		{"quorum?total_heads=10&total_shares=1000&present_heads=6&present_shares=500", "Yes: the quorum is reached"},
		{"quorum?total_heads=10&total_shares=1.000&present_heads=6&present_shares=480", "No: the quorum is not reached"},
		{"quorum?total_heads=10&total_shares=1000&present_heads=1&present_shares=50&second_call=true", "Yes: the quorum is reached"},
		{"majority?majority=four_fifths&total_shares=1000&for=800&against=200&abstain=&absent=", "Yes: the decision is adopted"},
		{"proxies?total_shares=1000&own_shares=0&proxies%5B0%5D.shares=&holder_is_syndic=true", "Yes: without a proxy, nothing stands against it"},
		{"proxies?total_shares=1000&own_shares=0&proxies%5B0%5D.shares=10", "Yes: this proxy is allowed"},
		{"proxies?total_shares=1000&own_shares=0&proxies%5B0%5D.shares=10&holder_is_syndic=true", "No: the syndic carries no proxy"},
		{"cap?voters%5B0%5D.id=Anne&voters%5B0%5D.own_shares=600&voters%5B1%5D.id=Bart&voters%5B1%5D.own_shares=250", "Votes of Anne: 250 instead of 600"},
		{"cap?voters%5B0%5D.id=%3Cb%3E&voters%5B0%5D.own_shares=600", "Votes of &lt;b&gt;: 0 instead of 600"},
		{"notice?assembly_date=2026-12-15", "By 30 November 2026 at the latest"},
		{"notice?assembly_date=2026-12-15&urgent=true", "Urgent: no legal notice applies"},
		{"interest?amount_cents=1.000,00&from=2025-12-01&to=2026-03-01", "Interest: €11.10"},
	} {
		status, text := get(t, h, IndexPath+"/"+c.path+"&lang=en")
		got := heading.FindStringSubmatch(text)
		if status != http.StatusOK || len(got) != 2 || strings.TrimSpace(got[1]) != c.want {
			t.Errorf("%s: %d %q, want %q", c.path, status, got, c.want)
		}
	}
}

// A form that comes back keeps its answers and says at each field what is wrong.
func TestAPageJudgesAsTheAPIDoes(t *testing.T) {
	status, text := get(t, door(t), IndexPath+"/quorum?total_heads=10&total_shares=1000&present_heads=12&present_shares=500&lang=fr")
	for _, want := range []string{`<title>Erreur`, `id="f-present_heads-error"`, `value="12"`, `href="#f-present_heads"`} {
		if status != http.StatusUnprocessableEntity || !strings.Contains(text, want) {
			t.Errorf("%d, without %s", status, want)
		}
	}
}

// More lines are asked for by a button of the form; nothing is judged then, and nothing is lost.
func TestLinesAreAdded(t *testing.T) {
	h := door(t)
	for _, c := range []struct {
		path string
		name string
		want int
	}{
		{"proxies?x=", `name="proxies[`, 4},
		{"proxies?own_shares=abc&proxies%5B0%5D.shares=7&add=proxies", `name="proxies[`, 7},
		{"proxies?own_shares=5&lines_proxies=7&add=proxies", `name="proxies[`, 10},
		{"proxies?lines_proxies=100000", `name="proxies[`, mostLines},
		{"cap?voters%5B0%5D.id=A&add=voters", `].id"`, 5},
		{"cap?voters%5B0%5D.id=A&add=lent", `].owner_id"`, 6},
	} {
		status, text := get(t, h, IndexPath+"/"+c.path+"&lang=en")
		if got := strings.Count(text, c.name); status != http.StatusOK || got != c.want {
			t.Errorf("%s: %d, %d lines, want %d", c.path, status, got, c.want)
		}
	}
	if _, text := get(t, h, IndexPath+"/proxies?own_shares=abc&proxies%5B0%5D.shares=7&add=proxies&lang=en"); !strings.Contains(text, `value="7"`) || !strings.Contains(text, `name="lines_proxies" value="7"`) || strings.Contains(text, "f-own_shares-error") {
		t.Error("what was written is lost, or judged too early")
	}
}
