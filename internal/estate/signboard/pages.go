package signboard

import (
	"context"
	"slices"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Pages declares where the syndic sets the page.
func (r *Room) Pages(p *ui.Pages) {
	ui.FormPage(p, "/buildings/{building}/signboard", ChangeBoard, 0, r.showSet, r.set)
}

func tell(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "signboard."+key, args...)
}

// FormRequest is a board as a form brings it: each language is a box to tick.
type FormRequest struct {
	Building id.Of[id.Building] `path:"building"`
	Body     FormBody
}

// FormBody are the fields of the form.
type FormBody struct {
	Shown     bool   `json:"shown,omitempty"`
	Slug      string `json:"slug,omitempty" maxLength:"60"`
	Name      string `json:"name,omitempty" maxLength:"120"`
	Phone     string `json:"phone,omitempty" maxLength:"120"`
	Email     string `json:"email,omitempty" maxLength:"254"`
	Emergency string `json:"emergency,omitempty" maxLength:"120"`
	Hours     string `json:"hours,omitempty" maxLength:"700"`
	FR        bool   `json:"fr,omitempty"`
	NL        bool   `json:"nl,omitempty"`
	DE        bool   `json:"de,omitempty"`
	EN        bool   `json:"en,omitempty"`
	Agreed    bool   `json:"agreed,omitempty"`
}

func (f FormBody) entry() Entry {
	e := Entry{Shown: f.Shown, Slug: f.Slug, Name: f.Name, Phone: f.Phone, Email: f.Email, Emergency: f.Emergency, Hours: f.Hours, Agreed: f.Agreed}
	for lang, ticked := range map[i18n.Lang]bool{i18n.FR: f.FR, i18n.NL: f.NL, i18n.DE: f.DE, i18n.EN: f.EN} {
		if ticked {
			e.Langs = append(e.Langs, lang)
		}
	}
	return e
}

// setting is what the form shows.
type setting struct {
	Building  property.Building
	Board     Board
	Volunteer bool
	URL       string
}

func (s setting) speaks(l i18n.Lang) string {
	if slices.Contains(s.Board.entry.Langs, l) {
		return "true"
	}
	return ""
}

func (r *Room) showSet(v *act.View, in FormRequest, sent ui.Sent) (ui.Sheet, error) {
	board, b, err := r.Board(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeBoard, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	o, err := office.Find(v.Tx, v.Who.Office)
	s := setting{Building: b, Board: board, Volunteer: o.Entry().Kind == office.Volunteer, URL: r.BaseURL + board.Path()}
	return ui.Sheet{Title: tell(v.Context(), "form_title"), Building: b.ID(), Section: "building", Body: formView(s, sent)}, err
}

func (r *Room) set(a *act.Act, in FormRequest) (ui.Done, error) {
	b, err := r.Set(a, in.Building, in.Body.entry())
	says := "done_off"
	if b.entry.Shown {
		says = "done_on"
	}
	return ui.Done{To: "/buildings/" + in.Building.String() + "/signboard", Says: tell(a.Context(), says)}, err
}

// dial is a number as a telephone takes it.
func dial(number string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}
