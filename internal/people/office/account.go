package office

import (
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// account is all that a person sees of the own account at once.
type account struct {
	me       Me
	roles    []MyRole
	security identity.Summary
}

func (r *Room) showAccount(v *act.View, _ MeRequest, sent ui.Sent) (ui.Sheet, error) {
	var all account
	var err error
	if all.me, err = r.getMe(v, Nobody{}); err != nil {
		return ui.Sheet{}, err
	}
	if all.roles, err = r.rolesIn(v, all.me.Offices); err != nil {
		return ui.Sheet{}, err
	}
	all.security, err = r.Identity.Summary(v)
	return ui.Sheet{Title: i18n.T(v.Context(), "office.account"), Section: "account", Body: accountView(all, sent)}, err
}

func (r *Room) changeMe(a *act.Act, in MeRequest) (ui.Done, error) {
	lang := i18n.Lang(in.Body.Lang)
	_, err := r.Identity.Describe(a, in.Body.Name, lang)
	return ui.Done{To: "/account", Says: i18n.Say(lang, "office.me_kept"), Lang: lang}, err
}

func (r *Room) moveTo(a *act.Act, in SwitchRequest) (ui.Done, error) {
	if err := r.Switch(a, in.Body.Office); err != nil {
		return ui.Done{}, err
	}
	cookie, err := r.Identity.Switch(a, in.Body.Office)
	if err != nil {
		return ui.Done{}, err
	}
	o, err := Find(a.Tx, in.Body.Office)
	return ui.Done{To: "/", Says: i18n.T(a.Context(), "office.switched", "name", o.Name()), Office: in.Body.Office, Session: cookie}, err
}

// place is an own office with the roles held there.
type place struct {
	office Membership
	roles  []MyRole
}

// places gathers the roles of a person by office, the office of the session first.
func (a account) places() (list []place) {
	at := map[id.Of[id.Office]]int{}
	for _, o := range a.me.Offices {
		if o.ID == a.me.Office {
			at[o.ID] = len(list)
			list = append(list, place{office: o})
		}
	}
	for _, o := range a.me.Offices {
		if o.ID != a.me.Office {
			at[o.ID] = len(list)
			list = append(list, place{office: o})
		}
	}
	for _, role := range a.roles {
		if i, known := at[role.Office]; known {
			list[i].roles = append(list[i].roles, role)
		}
	}
	return list
}
