package spec

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// decided enters what an assembly decided.
func (b building) decided(on, point, title string) string {
	b.Helper()
	return b.does("POST", b.path("/decisions"), m{"assembly_on": on, "point": point, "title": title, "text": title + ".", "majority": "absolute"}).text("id")
}

// appoint asks to give somebody a mandate by a decision; without a last day when until is empty.
func (b building) appoint(kind, holder, decision, from, until string) answer {
	b.Helper()
	body := m{"kind": kind, "origin": "decision", "decision_id": decision, "from": from}
	if until != "" {
		body["until"] = until
	}
	key := "holder"
	if holder != "office" && !strings.HasPrefix(holder, "member:") {
		key = "holder_name"
	}
	body[key] = holder
	return b.ask("POST", b.path("/mandates"), body)
}

// appointed is appoint, and holds that it was done.
func (b building) appointed(kind, holder, decision, from, until string) (mandate string) {
	b.Helper()
	a := b.appoint(kind, holder, decision, from, until)
	if a.status != 201 {
		b.Fatalf("%s is not made %s: %d %v", holder, kind, a.status, a.body)
	}
	return a.text("id")
}

// holders are the names of those who hold a kind of mandate today, in the order of the alphabet.
func (b building) holders(kind string) string {
	b.Helper()
	var names []string
	for _, x := range b.does("GET", b.path("/mandates"), nil).items() {
		if x["kind"] == kind && x["held_today"] == true {
			names = append(names, x["holder_name"].(string))
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// gap is what the house says of something that is missing: "3.90 §1", "warns 3.90, 3.91", or nothing when nothing is.
func (b building) gap(key string) string {
	b.Helper()
	for _, x := range b.does("GET", b.path("/mandates"), nil).body["gaps"].([]any) {
		if g := x.(m); g["key"] == key && g["warns"] == true {
			return "warns " + g["article"].(string)
		} else if g["key"] == key {
			return g["article"].(string)
		}
	}
	return ""
}

// says holds an answer in words.
func (b building) says(what, got, want string) {
	b.Helper()
	if got != want {
		b.Errorf("%s: %q, want %q", what, got, want)
	}
}

// deadline is a line of the deadlines: "2026-05-21 later 3.89 §2", with "own" for a day that no law fixes, or nothing when there is none.
func (b building) deadline(key string) string {
	b.Helper()
	b.delivers()
	for _, x := range b.does("GET", b.path("/deadlines?limit=200"), nil).items() {
		if x["key"] != key {
			continue
		}
		if x["legal"] != true {
			return fmt.Sprint(x["date"], " ", x["state"], " own")
		}
		return fmt.Sprint(x["date"], " ", x["state"], " ", x["article"])
	}
	return ""
}

// Art. 3.89: the assembly changes its syndic. The mandate rests on its decision and lasts three years at most; the law's days run from the appointment, from
// the taking of office and from the end.
func TestTheAssemblyChangesItsSyndic(t *testing.T) {
	on(t, "2026-05-11", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 600, anne)
		b.lot("2A", "apartment", 400, tomasz)
		b.says("before anybody is appointed", b.gap("syndic"), "3.89 §1")

		// Appointed more than eight working days before the first of June 2024, a Saturday: registered by the working day before it.
		peeters := b.appointed("syndic", "Jan Peeters", b.decided("2024-05-14", "6", "Désignation de Jan Peeters"), "2024-06-01", "2027-05-31")
		b.says("the syndic", b.holders("syndic"), "Jan Peeters")
		b.says("nobody proved the registration", b.deadline("mandates/"+peeters+"/registration"), "2024-05-31 late 3.89 §3")

		// The twelfth of May: point 7 revokes Jan Peeters, point 8 appoints the bureau.
		s.today("2026-05-13")
		revoked := b.decided("2026-05-12", "7", "Révocation de Jan Peeters")
		chosen := b.decided("2026-05-12", "8", "Désignation du bureau Maes & Associés")
		b.appoint("syndic", "office", chosen, "2026-05-13", "2029-05-12").refused("mandate_overlap", "")
		end := "/mandates/" + peeters + "/end"
		b.ask("POST", end, m{"on": "2026-05-12", "reason": "revocation"}).refused("mandate_revocation", "3.89 §7")
		b.ask("POST", end, m{"on": "2027-06-01", "reason": "revocation", "decision_id": revoked}).refused("mandate_end_after", "3.89 §1")
		b.does("POST", end, m{"on": "2026-05-12", "reason": "revocation", "decision_id": revoked})
		b.says("the day after, before the next is entered", b.holders("syndic"), "")

		b.appoint("syndic", "office", chosen, "2026-05-11", "2029-05-10").refused("mandate_before", "")
		b.appoint("syndic", "office", chosen, "2026-05-13", "").refused("mandate_no_end", "3.89 §1")
		b.appoint("syndic", "office", chosen, "2026-05-13", "2029-05-13").refused("mandate_too_long", "3.89 §1")
		maes := b.appointed("syndic", "office", chosen, "2026-05-13", "2029-05-12")
		b.says("the syndic", b.holders("syndic"), "Bureau Maes & Associés")
		b.says("the syndic is there", b.gap("syndic"), "")
		made := b.does("GET", "/mandates/"+maes, nil)
		b.says("the mandate cites", made.text("decision_id"), chosen)
		b.says("appointed on the day of the assembly", made.text("appointed_on"), "2026-05-12")
		b.ask("POST", "/decisions/"+chosen+"/withdrawal", nil).refused("decision_cited", "")

		// Eight days for the poster; eight working days for the registration, Ascension Day and Whit Monday not counted; thirty days for the hand-over.
		b.says("the poster", b.deadline("mandates/"+maes+"/poster"), "2026-05-21 later 3.89 §2")
		b.says("the registration", b.deadline("mandates/"+maes+"/registration"), "2026-05-26 later 3.89 §3")
		handover := "mandates/" + peeters + "/handover"
		b.says("the hand-over", b.deadline(handover), "2026-06-11 later 3.89 §5 7°")
		b.says("of who has gone, only the hand-over is asked", b.deadline("mandates/"+peeters+"/registration"), "")

		s.wakes("2026-05-22")
		b.says("the poster a day late", b.deadline("mandates/"+maes+"/poster"), "2026-05-21 late 3.89 §2")
		b.ask("POST", "/mandates/"+maes+"/duties/poster", m{"on": "2026-05-20"}).refused("duty_evidence", "")
		b.does("POST", "/mandates/"+maes+"/duties/poster", m{"on": "2026-05-20", "note": "Affichée dans le hall, vue par Anne Dubois"})
		b.says("the poster hangs", b.deadline("mandates/"+maes+"/poster"), "2026-05-21 done 3.89 §2")

		s.wakes("2026-06-12")
		b.says("the hand-over a day late", b.deadline(handover), "2026-06-11 late 3.89 §5 7°")
		b.ask("POST", "/mandates/"+peeters+"/duties/handover", m{"note": "Tout est là."}).refused("duty_paper", "3.89 §5, 7°")
		b.says("a word hands nothing over", b.deadline(handover), "2026-06-11 late 3.89 §5 7°")
		b.brings("/mandates/"+peeters+"/duties/handover/paper", "inventaire signé.pdf")
		b.says("the inventory is signed", b.deadline(handover), "2026-06-11 done 3.89 §5 7°")
	})
}

// Art. 3.89 §1: a mandate ends on its last day, and with it whatever rests on it; only an express decision makes another.
func TestNoMandateRenewsItself(t *testing.T) {
	on(t, "2026-05-13", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 1000, anne)
		maes := b.appointed("syndic", "office", b.decided("2026-05-12", "8", "Désignation du bureau Maes & Associés"), "2026-05-13", "2029-05-12")
		b.says("the renewal on an agenda, a habit and no law", b.deadline("mandates/"+maes+"/"), "2029-02-12 later own")

		contract := m{"signed_on": "2026-05-13", "until": "2029-05-13", "services": []m{{"flat": true, "label": "Gestion courante", "price_cents": 480000}}}
		b.ask("PUT", "/mandates/"+maes+"/contract", contract).refused("contract_outlives", "3.89 §1")
		contract["until"] = "2029-05-12"
		b.says("a contract is asked for", b.gap("contract"), "3.89 §1")
		b.does("PUT", "/mandates/"+maes+"/contract", contract)
		b.says("the contract ends with the mandate", b.gap("contract"), "")

		s.wakes("2029-05-12")
		b.says("on its last day", b.holders("syndic"), "Bureau Maes & Associés")
		b.ask("POST", "/mandates/"+maes+"/renewal", m{"until": "2032-05-12"}).refused("required", "") // the decision
		s.wakes("2029-05-13")
		b.says("a day later", b.holders("syndic"), "")
		b.says("a day later nobody is syndic", b.gap("syndic"), "3.89 §1")
		b.says("who goes hands over", b.deadline("mandates/"+maes+"/handover"), "2029-06-11 later 3.89 §5 7°")

		s.today("2029-05-21")
		again := b.decided("2029-05-20", "4", "Nouvelle désignation du bureau Maes & Associés")
		b.does("POST", "/mandates/"+maes+"/renewal", m{"decision_id": again, "from": "2029-05-21", "until": "2032-05-20"})
		b.says("by an express decision", b.holders("syndic"), "Bureau Maes & Associés")
		b.says("who goes on hands nothing over", b.deadline("mandates/"+maes+"/handover"), "")
	})
}

// Art. 3.89 §9: the syndic is neither member of the council nor auditor, whichever came first. Art. 3.90 and 3.91: nothing keeps a council member from
// auditing; but it is worth a second look. Art. 3.90 §1: a council is compulsory from twenty main lots.
func TestNobodyWatchesOverHimself(t *testing.T) {
	on(t, "2026-05-13", func(s *story) {
		b := s.building("Résidence du Parc", 1000)
		b.lot("A01", "apartment", 40, anne)
		b.lot("A02", "apartment", 40, tomasz)
		for i := range 17 {
			b.lot(fmt.Sprintf("A%02d", i+3), "apartment", 40, jozef)
			b.lot(fmt.Sprintf("C%02d", i+3), "cellar", 5, jozef)
		}
		member := func(name string) string {
			b.Helper()
			_, members := b.party(name)
			return "member:" + members[0]
		}
		b.says("nineteen flats", b.gap("council"), "")
		b.lot("A20", "apartment", 40, fatima)
		b.says("twenty flats", b.gap("council"), "3.90 §1")
		b.says("no auditor, however many lots", b.gap("auditor"), "3.91")

		// Anne is syndic of her own house until the end of the year.
		named := b.decided("2026-05-12", "5", "Désignations")
		b.appointed("syndic", member("Anne Dubois"), named, "2026-06-01", "2026-12-31")
		b.appoint("council", member("Anne Dubois"), named, "2026-05-12", "").refused("mandate_incompatible", "3.89 §9")
		b.appoint("council", member("Anne Dubois"), named, "2026-12-31", "").refused("mandate_incompatible", "3.89 §9")
		b.appoint("auditor", member("Anne Dubois"), named, "2026-05-12", "2027-05-11").refused("mandate_incompatible", "3.89 §9")
		b.appoint("auditor", "anne dubois", named, "2026-05-12", "2027-05-11").refused("mandate_incompatible", "3.89 §9")
		b.appoint("council", "Jan Peeters", named, "2026-05-12", "").refused("mandate_owner", "3.90 §3")
		b.says("refused is not seated", b.gap("council"), "3.90 §1")

		tomasz := b.appointed("council", member("Tomasz Zieliński"), named, "2026-05-12", "")
		b.says("a council of one is a council", b.gap("council"), "")
		b.says("nobody does both", b.gap("watches"), "")
		b.appointed("auditor", member("Tomasz Zieliński"), named, "2026-05-12", "")
		b.says("the auditor is there", b.gap("auditor"), "")
		b.says("he audits what his council watches over", b.gap("watches"), "warns 3.90, 3.91")

		b.appoint("provisional", member("Tomasz Zieliński"), named, "2026-05-13", "2026-05-31").refused("mandate_incompatible", "3.89 §9")

		// At the ordinary assembly of the next year the council's mandate ends. Anne is syndic no longer: nothing keeps her away.
		s.today("2027-05-19")
		b.says("an auditor is designated every year", b.gap("auditor_old"), "3.91")
		b.does("POST", "/mandates/"+tomasz+"/end", m{"on": "2027-05-18", "reason": "assembly"})
		b.says("the council's year is over", b.gap("council"), "3.90 §1")
		elected := b.decided("2027-05-18", "6", "Élection du conseil")
		b.appointed("council", member("Anne Dubois"), elected, "2027-05-19", "")
		b.does("POST", "/mandates/"+tomasz+"/renewal", m{"decision_id": elected})
		b.says("the new council", b.holders("council"), "Anne Dubois, Tomasz Zieliński")
		b.says("the new council is there", b.gap("council"), "")
	})
}

// Art. 3.90 §3, 3.87 §1: who has no vote does not sit on the council; a usufruct has one once its mandatary is named.
func TestOnlyWhoHasAVoteSitsOnTheCouncil(t *testing.T) {
	on(t, "2026-05-13", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("2C", "apartment", 1000, denise.with("right", "usufruct"), paul.with("right", "bare"))
		party, members := b.party("Denise Marchal – Paul Marchal")
		elected := b.decided("2026-05-12", "6", "Élection du conseil")
		b.appoint("council", "member:"+members[0], elected, "2026-05-13", "").refused("mandate_vote", "3.90 §3")
		b.does("POST", b.path("/parties/"+party+"/mandataries"), m{"member_id": members[0], "notified_on": "2026-05-13", "from": "2026-05-13", "reference": "lettre du 13 mai"})
		b.appointed("council", "member:"+members[0], elected, "2026-05-13", "")
	})
}

// Art. 3.89 §5 1°: the syndic carries out what the assembly decided. A day that passes is seen; an end is proven; and the decision stays in the register with
// all that happened to it.
func TestALateSyndicIsSeenToBeLate(t *testing.T) {
	on(t, "2026-05-13", func(s *story) {
		b := s.building("Les Tilleuls", 1000)
		b.lot("4B", "apartment", 1000, anne)
		roof := b.does("POST", b.path("/decisions"), m{"assembly_on": "2026-05-12", "point": "11", "title": "Réparation du toit", "majority": "two_thirds",
			"text": "L’assemblée décide la réparation du toit pour 18 400 €.", "what": "Commander les travaux", "due_on": "2026-06-30", "who": "Bureau Maes & Associés"})
		one := "/decisions/" + roof.text("id")
		key := "decisions/" + roof.text("id")
		b.says("four months to challenge it", roof.text("challenge_until"), "2026-09-12")
		b.says("seven weeks ahead", b.deadline(key), "2026-06-30 later own")

		s.wakes("2026-06-30")
		b.says("on its day", b.deadline(key), "2026-06-30 today own")
		s.wakes("2026-07-01")
		b.says("a day later", b.deadline(key), "2026-06-30 late own")
		execution := func(state string, overdue bool) {
			b.Helper()
			x := b.does("GET", one, nil).body["execution"].(m)
			if x["state"] != state || x["overdue"] != overdue {
				b.Errorf("the execution is %v, overdue %v; want %s, %t", x["state"], x["overdue"], state, overdue)
			}
		}
		execution("pending", true)

		s.today("2026-07-06")
		b.does("POST", one+"/progress", m{"state": "in_progress", "note": "Commande passée au couvreur"})
		b.says("begun is not done", b.deadline(key), "2026-06-30 late own")
		b.ask("POST", one+"/progress", m{"state": "done"}).refused("decision_proof", "3.89 §5 1°")
		b.ask("POST", one+"/progress", m{"state": "done", "on": "2026-07-20", "note": "Bientôt"}).refused("decision_future", "")
		execution("in_progress", true)

		s.today("2026-07-20")
		b.brings(one+"/proofs", "procès-verbal de réception.pdf")
		b.does("POST", one+"/progress", m{"state": "done", "on": "2026-07-17"})
		execution("done", false)
		b.says("it is done", b.deadline(key), "2026-06-30 done own")

		// In October it is seen that the amount was miswritten: how it read before stays readable.
		s.wakes("2026-10-05")
		b.does("PUT", one, m{"assembly_on": "2026-05-12", "point": "11", "title": "Réparation du toit", "majority": "two_thirds",
			"text": "L’assemblée décide la réparation du toit pour 14 800 €.", "reason": "Chiffres inversés"})
		kept := b.does("GET", one, nil)
		var history []string
		for _, x := range kept.body["steps"].([]any) {
			p := x.(m)
			line := fmt.Sprint(p["on"], " ", p["state"], " ", p["note"])
			if proof, is := p["proof"].(m); is {
				line += fmt.Sprint(proof["name"])
			}
			history = append(history, line)
		}
		b.says("its history", strings.Join(history, "\n"), "2026-07-06 in_progress Commande passée au couvreur\n2026-07-20  procès-verbal de réception.pdf\n2026-07-17 done ")
		earlier := kept.body["earlier"].([]any)
		if len(earlier) != 1 || earlier[0].(m)["text"] != "L’assemblée décide la réparation du toit pour 18 400 €." {
			b.Errorf("how it read before: %v", earlier)
		}
		list := b.does("GET", b.path("/decisions"), nil).items()
		if len(list) != 1 || list[0]["point"] != "11" || list[0]["execution"].(m)["state"] != "done" {
			b.Errorf("the register of decisions: %v", list)
		}
		// What was done stays: the register of decisions does not forget.
		b.ask("POST", one+"/withdrawal", nil).refused("decision_reported", "")
	})
}
