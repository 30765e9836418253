package calculators

import (
	"context"
	"strconv"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// all are the calculators, in the order in which an assembly meets them: the first half before the vote, the second from the vote on.
var all = []calculator{
	{name: "notice", icon: "mailbox", article: "3.87 §3", first: "assembly_date", example: "assembly_date=2026-12-15&extra_days=0",
		fields: noticeFields, notes: []note{{"3.87 §3", "law_notice"}, {"3.87 §3", "law_notice_urgent"}, {"3.87 §3", "law_notice_days"}}},
	{name: "proxies", icon: "signature", article: "3.87 §7", first: "own_shares",
		example: "total_shares=1000&own_shares=30&proxies%5B0%5D.shares=20&proxies%5B1%5D.shares=20&proxies%5B2%5D.shares=15&proxies%5B3%5D.shares=20",
		grows:   []string{"proxies"}, fields: proxiesFields, notes: []note{{"3.87 §7", "law_proxies"}, {"3.87 §7", "law_proxies_share"}, {"3.87 §7", "law_proxies_syndic"}}},
	{name: "quorum", icon: "users-group", article: "3.87 §5", first: "total_heads", example: "total_heads=10&total_shares=1000&present_heads=6&present_shares=520",
		fields: quorumFields, notes: []note{{"3.87 §5", "law_quorum"}, {"3.87 §5", "law_quorum_alone"}, {"3.87 §5", "law_quorum_second"}}},
	{name: "cap", icon: "hand-stop", article: "3.87 §7 al. 4", first: "voters[0].id",
		example: "voters%5B0%5D.id=A&voters%5B0%5D.own_shares=300&voters%5B1%5D.id=B&voters%5B1%5D.own_shares=100&voters%5B1%5D.proxies%5B0%5D.owner_id=A&voters%5B1%5D.proxies%5B0%5D.shares=300&voters%5B2%5D.id=C&voters%5B2%5D.own_shares=150",
		grows:   []string{"voters", "lent"}, fields: capFields, notes: []note{{"3.87 §7 al. 4", "law_cap"}, {"3.87 §7 al. 4", "law_cap_origin"}, {"3.87 §7 al. 4", "law_cap_person"}}},
	{name: "majority", icon: "scale", article: "3.87 §8, 3.88", first: "majority", example: "majority=two_thirds&total_shares=1000&for=400&against=200&abstain=80&absent=320",
		fields: majorityFields, notes: []note{{"3.87 §8", "law_cast"}, {"3.88 §1", "law_qualified"}, {"3.88 §3", "law_unanimity"}, {"3.88 §4", "law_again"}}},
	{name: "interest", icon: "receipt-euro", article: "", first: "amount_cents", example: "amount_cents=1000&from=2025-12-01&to=2026-03-01",
		fields: interestFields, notes: []note{{"", "law_interest"}, {"3.85 §1 2°", "law_clause"}, {"", "law_interest_days"}}},
}

// law names an article for a reader; the interest stands outside the Civil Code.
func (c calculator) law(ctx context.Context) string {
	if c.article == "" {
		return say(ctx, "art_interest")
	}
	return say(ctx, "art", "article", c.article)
}

func (n note) margin(ctx context.Context) ui.MarginNote {
	m := ui.MarginNote{Article: say(ctx, "art_interest"), Says: say(ctx, n.word)}
	if n.article != "" {
		m.Article = say(ctx, "art", "article", n.article)
	}
	return m
}

// count is a field for a whole number.
func (a asked) count(ctx context.Context, name, word string) ui.Field {
	return a.field(ui.Field{Kind: ui.KindNumber, Name: name, Label: say(ctx, "field_"+word), Length: 13, Width: ui.WidthHalf})
}

func (a asked) tick(ctx context.Context, name string) ui.Field {
	return a.field(ui.Field{Kind: ui.KindCheck, Name: name, Label: say(ctx, "field_"+name), Hint: say(ctx, "hint_"+name)})
}

// majorities are the choices of a vote.
func majorities(ctx context.Context) (list []ui.Option) {
	for _, m := range []share.Majority{share.Absolute, share.TwoThirds, share.FourFifths, share.Unanimity} {
		list = append(list, ui.Option{Value: string(m), Label: m.In(i18n.From(ctx))})
	}
	return list
}

// at is the name of a field of a line of a list.
func at(list string, i int, name string) string { return list + "[" + strconv.Itoa(i) + "]." + name }

// heads are the names of the columns of a table of figures.
func heads(ctx context.Context, keys ...string) (list []ui.Column) {
	for i, k := range keys {
		c := ui.Column{Label: say(ctx, k), Number: i > 0, Place: ui.PlaceFact}
		if i == 0 {
			c.Place = ui.PlaceName
		}
		list = append(list, c)
	}
	list[len(list)-1].Place = ui.PlaceAmount
	return list
}

func number(ctx context.Context, n int64) templ.Component {
	return ui.Text(i18n.Number(i18n.From(ctx), n))
}
