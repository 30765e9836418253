package browser

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/db/dbtest"
)

// authenticator is the app on somebody's phone. It shows each code once, as the house takes each code once.
type authenticator struct {
	secret []byte
	last   int64
}

func (p *authenticator) code() string {
	p.last = max(time.Now().Unix()/30, p.last+1)
	mac := hmac.New(sha1.New, p.secret)
	_ = binary.Write(mac, binary.BigEndian, p.last)
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:])&0x7fffffff%1_000_000)
}

// Anne sets the second factor up on one device, comes in by its code, by a paper code on another device, and signs out everywhere.
func TestASecondFactorIsSetUpUsedAndEndedEverywhere(t *testing.T) {
	t.Run("fr with script", func(t *testing.T) { secondFactor(t, embedded(t), "fr", true) })
	t.Run("nl without script", func(t *testing.T) { secondFactor(t, embedded(t), "nl", false) })
	t.Run("de without script", func(t *testing.T) { secondFactor(t, embedded(t), "de", false) })
	t.Run("en without script on PostgreSQL", func(t *testing.T) { secondFactor(t, dbtest.PostgresURL(t), "en", false) })
}

func secondFactor(t *testing.T, database, lang string, script bool) {
	t.Parallel()
	h := stand(t, database)
	width := int64(390)
	if script {
		width = 1440
	}
	b := open(t, h.url, lang, script, width, 900)
	h.setUp(b, lang)
	b.visit("/account/second-factor")
	b.fill("password", secret)
	b.send()
	raw, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(b.text("main dd code"), " ", ""))
	if err != nil {
		t.Fatalf("the secret on the page cannot be typed: %v", err)
	}
	phone := &authenticator{secret: raw}
	b.says(lang)
	b.fill("totp", phone.code())
	b.send()
	paper := regexp.MustCompile(`<code>([^<]+)</code>`).FindAllStringSubmatch(b.html(), -1)
	if len(paper) < 8 {
		t.Fatalf("%d codes to keep on paper", len(paper))
	}
	b.says(lang)
	b.leave()

	b.enter("claire@maes.example")
	b.fill("totp", "000000")
	b.send() // comes back with its fault
	b.fill("totp", phone.code())
	b.send()
	b.says(lang)
	if at := b.path(); at != "/" {
		t.Fatalf("the code leads to %s", at)
	}

	other := open(t, h.url, lang, false, 390, 800)
	other.enter("claire@maes.example")
	other.fill("totp", paper[0][1])
	other.send()
	other.visit("/account/second-factor")
	if text := other.text("main"); !strings.Contains(text, fmt.Sprint(len(paper)-1)) {
		t.Errorf("how many codes are left is not said: %s", text)
	}
	other.leave()
	other.enter("claire@maes.example")
	other.fill("totp", paper[0][1])
	other.send()
	if at := other.path(); at != "/sign-in/second-factor" {
		t.Errorf("a code was taken twice: %s", at)
	}
	other.fill("totp", paper[1][1])
	other.send()

	b.visit("/account/sessions")
	if n := strings.Count(b.html(), `action="/account/sessions/`); n != 1 {
		t.Errorf("%d other sessions are shown", n)
	}
	b.press(`form[action="/account/sign-outs"]:last-of-type button`)
	for _, tab := range []*tab{b, other} {
		tab.visit("/account")
		if at := tab.path(); at != "/sign-in" {
			t.Errorf("after signing out everywhere %s is open", at)
		}
	}
}

// Claire invites Fatima from the register. Fatima opens the link of her letter, in her language, chooses a password and sees what is hers.
func TestAnInvitedOwnerComesToHerOwnPage(t *testing.T) {
	for _, script := range []bool{true, false} {
		name, width, database := "with script", int64(1440), embedded
		if !script {
			name, width, database = "without script on PostgreSQL", 390, dbtest.PostgresURL
		}
		t.Run(name, func(t *testing.T) {
			h, story := furnished(t, database(t))
			b := open(t, h.url, "fr", script, width, 900)
			b.enter(story.Users[0].Email)
			b.visit("/buildings/" + story.Buildings[0].ID.String() + "/lots?q=amrani")
			b.press(`main tbody a[href^="/lots/"]`)
			b.press(`main a[href*="/parties/"]`)
			b.press(`main a[href^="/members/"][href$="/link"]`)
			b.send()
			h.work()
			letters := h.post.Letters()
			if len(letters) != 1 || letters[0].To[0] != "fatima.elamrani@tilleuls.example" {
				t.Fatalf("letters: %+v", letters)
			}
			link := regexp.MustCompile(`http://koprogo\.example(/invitation/\S+)`).FindStringSubmatch(letters[0].Text)
			if link == nil {
				t.Fatalf("no link in the letter:\n%s", letters[0].Text)
			}

			fatima := open(t, h.url, "fr", script, 390, 800)
			fatima.visit(link[1])
			fatima.fill("password", "kort")
			fatima.send() // comes back with its fault
			fatima.fill("password", secret)
			fatima.send()
			fatima.fill("email", "fatima.elamrani@tilleuls.example")
			fatima.fill("password", secret)
			fatima.send()
			fatima.says("fr")
			if text := fatima.text("main"); !strings.Contains(text, "Les Tilleuls") {
				t.Errorf("%s is not her own page: %s", fatima.here(), text)
			}
			fatima.visit(link[1])
			if text := fatima.text("main"); strings.Contains(text, "password") || !strings.Contains(text, i18n.Say(i18n.FR, "identity.link_gone_invitation")) {
				t.Errorf("the link serves twice: %s", text)
			}
		})
	}
}
