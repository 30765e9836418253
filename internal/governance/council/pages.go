package council

import (
	"context"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Pages declares the pages of the council.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/council", ReadFollowUp, r.showFollowUp)
	ui.FormPage(p, "/decisions/{decision}/comments/new", CommentFollow, 0, r.showComment, r.commentPage)
	ui.FormPage(p, "/comments/{comment}/withdrawal", CommentFollow, 0, r.showWithdraw, r.withdrawPage)
	ui.FormPage(p, "/buildings/{building}/council/targets", ChangeTargets, 0, r.showTargets, r.targetsPage)
	ui.FormPage(p, "/buildings/{building}/council/missions/new", EnterMission, 0, r.showMission, r.missionPage)
	ui.FormPage(p, "/missions/{mission}/end", EnterMission, 0, r.showEnd, r.endPage)
	r.ownPages(p)
	r.reportPages(p)
}

const section = "people"

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "council."+key, args...)
}

func pageOf(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + "/council" + tail
}

func decisionPage(decision id.Of[id.Decision]) string { return "/decisions/" + decision.String() }

// seen is the follow-up with what its reader may do.
type seen struct {
	FollowUp
	MayEnter, MayTarget, MayDelegate bool
	Reports                          []Report
	Beside                           []templ.Component // what other rooms show
}

func (r *Room) showFollowUp(v *act.View, in property.OfBuilding) (ui.Sheet, error) {
	f, err := r.FollowUp(v, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	s := seen{FollowUp: f, MayEnter: Enters(v, in.Building), MayTarget: v.May(ChangeTargets, in.Building), MayDelegate: v.May(EnterMission, in.Building)}
	if s.Reports, err = readable(v, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	for _, n := range r.Neighbours {
		shown, err := n.OnCouncil(v, in.Building)
		if err != nil {
			return ui.Sheet{}, err
		}
		if shown != nil {
			s.Beside = append(s.Beside, shown)
		}
	}
	return ui.Sheet{Title: say(v.Context(), "title"), Building: in.Building, Section: section, Body: followView(s)}, nil
}

// OnDecision shows on the page of a decision what council and syndic said of it; it answers decisions.Neighbour.
func (r *Room) OnDecision(v *act.View, d decisions.Decision) (templ.Component, error) {
	if !v.May(ReadFollowUp, d.Building()) {
		return nil, nil
	}
	list, err := r.Comments(v, d.ID())
	return commentsCard(d.ID(), list, v.May(CommentFollow, d.Building())), err
}

var _ decisions.Neighbour = (*Room)(nil)

func (r *Room) showComment(v *act.View, in CommentRequest, sent ui.Sent) (ui.Sheet, error) {
	d, err := decisions.Get(v.Tx, in.Decision)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "comment_title"), Building: d.Building(), Section: section, Body: commentView(d, sent)}, v.Allow(CommentFollow, d.Building())
}

func (r *Room) commentPage(a *act.Act, in CommentRequest) (ui.Done, error) {
	c, err := r.Comment(a, in.Decision, in.Body.Text)
	return ui.Done{To: decisionPage(in.Decision), Says: say(a.Context(), "comment_done"), Undo: "/comments/" + c.id.String() + "/withdrawal"}, err
}

func (r *Room) showWithdraw(v *act.View, in OfComment, sent ui.Sent) (ui.Sheet, error) {
	c, err := findComment(v.Tx, in.Comment)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "withdraw_title"), Building: c.building, Section: section, Body: withdrawView(c, sent)}, v.Allow(CommentFollow, c.building)
}

func (r *Room) withdrawPage(a *act.Act, in OfComment) (ui.Done, error) {
	c, err := r.WithdrawComment(a, in.Comment)
	return ui.Done{To: decisionPage(c.decision), Says: say(a.Context(), "withdraw_done")}, err
}

func (r *Room) showTargets(v *act.View, in TargetsRequest, sent ui.Sent) (ui.Sheet, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(ChangeTargets, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	t, err := loadTargets(v.Tx, in.Building)
	return ui.Sheet{Title: say(v.Context(), "targets_title"), Building: in.Building, Section: section, Body: targetsView(in.Building, t, sent)}, err
}

func (r *Room) targetsPage(a *act.Act, in TargetsRequest) (ui.Done, error) {
	_, err := r.SetTargets(a, in.Building, Targets(in.Body))
	return ui.Done{To: pageOf(in.Building, ""), Says: say(a.Context(), "targets_done")}, err
}

func (r *Room) showMission(v *act.View, in MissionRequest, sent ui.Sent) (ui.Sheet, error) {
	if _, err := property.FindBuilding(v.Tx, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(EnterMission, in.Building); err != nil {
		return ui.Sheet{}, err
	}
	list, err := decisions.Of(v.Tx, in.Building)
	var offered []ui.Option
	for _, d := range list {
		if m := d.Entry().Majority; m != share.Absolute && m != "" {
			offered = append(offered, ui.Option{Value: d.ID().String(), Label: d.Name(v.Who.Lang)})
		}
	}
	return ui.Sheet{Title: say(v.Context(), "mission_title"), Building: in.Building, Section: section, Body: missionView(in.Building, offered, v.Today, sent)}, err
}

func (r *Room) missionPage(a *act.Act, in MissionRequest) (ui.Done, error) {
	_, err := r.Delegate(a, in.Building, in.Body.Decision, in.Body.Text, in.Body.From, in.Body.Until)
	return ui.Done{To: pageOf(in.Building, ""), Says: say(a.Context(), "mission_done")}, err
}

func (r *Room) showEnd(v *act.View, in OfMission, sent ui.Sent) (ui.Sheet, error) {
	m, err := findMission(v.Tx, in.Mission)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "end_title"), Building: m.building, Section: section, Body: endView(m, sent)}, v.Allow(EnterMission, m.building)
}

func (r *Room) endPage(a *act.Act, in OfMission) (ui.Done, error) {
	m, err := r.EndMission(a, in.Mission)
	return ui.Done{To: pageOf(m.building, ""), Says: say(a.Context(), "end_done")}, err
}
