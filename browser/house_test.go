package browser

import (
	"context"
	"io"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"koprogo/internal/app"
	"koprogo/internal/oversight/search"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/config"
	"koprogo/internal/platform/jobs"
	"koprogo/internal/platform/mail/mailtest"
	"koprogo/internal/sample"
)

// secret is the password of everybody in these stories.
const secret = "quatre mots pour entrer"

// house is a running house within the reach of a browser, whose letters go to a mail server of the test.
type house struct {
	*app.App
	t    *testing.T
	url  string
	post *mailtest.Sink
}

// embedded is the address of a new database of the embedded engine.
func embedded(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "k.db") }

// stand opens a house in which nobody is known.
func stand(t *testing.T, database string) *house {
	t.Helper()
	post := mailtest.NewSink(t)
	letters := post.Config()
	a, err := app.Build(context.Background(), config.Config{Data: t.TempDir(), Database: database, BaseURL: "http://koprogo.example", Mail: &letters, Kit: true}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Handler())
	t.Cleanup(func() { a.Live.Close(); server.Close(); _ = a.Close() })
	return &house{a, t, server.URL, post}
}

// furnished opens a house in which the sample was told.
func furnished(t *testing.T, database string) (*house, sample.Told) {
	t.Helper()
	h := stand(t, database)
	story, err := h.TellSample(context.Background(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return h, story
}

// work does what waits: the answers to facts, the index of the search, and the letters.
func (h *house) work() {
	h.t.Helper()
	if err := act.Deliver(context.Background(), h.House, h.Reactions()); err != nil {
		h.t.Fatal(err)
	}
	runner := &jobs.Runner{DB: h.DB, Handlers: map[string]jobs.Handler{
		identity.InvitationJob: h.Identity.SendInvitation, identity.NoticeJob: h.Identity.SendNotice, search.IndexJob: h.Search.Index,
	}}
	for did := true; did; {
		var err error
		if did, err = runner.Once(context.Background()); err != nil {
			h.t.Fatal(err)
		}
	}
}

// enter signs in with the password.
func (b *tab) enter(email string) {
	b.t.Helper()
	b.visit("/sign-in")
	b.fill("email", email)
	b.fill("password", secret)
	b.send()
}

// leave signs out from the account's page, where the button stands without script too.
func (b *tab) leave() {
	b.t.Helper()
	b.visit("/account")
	b.press(`main form[action="/sign-out"] button`)
}
