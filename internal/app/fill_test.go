package app

import (
	"context"
	"encoding/json"

	"koprogo/internal/governance/council"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
)

func (h *house) fill(token string) map[string]string {
	ids := map[string]string{}
	ids["building"] = h.made("POST", "/api/v1/buildings", token, map[string]any{"name": "Les Tilleuls", "share_denominator": 1000, "enterprise_number": "0799990177",
		"address": map[string]string{"street": "Rue de la Victoire", "number": "27", "postcode": "1060", "city": "Saint-Gilles"}})
	ids["lot"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/lots", token, map[string]any{"label": "4B", "kind": "apartment", "shares": 1000,
		"from": "2026-01-01", "members": []any{map[string]any{"first_name": "Anne", "last_name": "Dubois", "email": "anne@exemple.example"}}})
	_, owners := h.call("GET", "/api/v1/buildings/"+ids["building"]+"/owners", token, nil)
	owner := owners["items"].([]any)[0].(map[string]any)
	ids["owner"] = owner["id"].(string)
	ids["member"] = owner["persons"].([]any)[0].(map[string]any)["id"].(string)
	ids["supplier"] = h.made("POST", "/api/v1/suppliers", token, map[string]string{"name": "Delta Ascenseurs SA"})
	ids["key"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/keys", token, map[string]any{"name": "Ascenseur", "kind": "lots", "lots": []any{map[string]any{"lot_id": ids["lot"]}}})
	ids["invoice"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/purchase-invoices", token, map[string]any{"supplier_id": ids["supplier"], "number": "2026-4471",
		"issued_on": "2026-10-01", "amount_cents": 128460, "key_id": ids["key"]})
	kind, data := upload("list.csv", []byte("Lot;Quotités;Propriétaire\n4B;1000;Anne Dubois\n"))
	_, _, answer := h.raw("POST", "/api/v1/buildings/"+ids["building"]+"/imports", token, kind, data)
	var offered struct{ ID string }
	if err := json.Unmarshal(answer, &offered); err != nil || offered.ID == "" {
		h.t.Fatalf("no import was made: %s", answer)
	}
	ids["import"] = offered.ID
	ids["view"] = h.made("POST", "/api/v1/views", token, map[string]any{"page": "purchases.invoices", "name": "Sans pièce", "query": "state=no_voucher"})
	ids["access_key"] = h.made("POST", "/api/v1/me/keys", token, map[string]any{"name": "export", "scope": "read", "expires_on": h.House.Now().BrusselsDate().AddMonths(1)})
	ids["session"], ids["role"] = h.firstID("/api/v1/me/sessions", token), h.firstID("/api/v1/office/team", token)
	cellar := h.made("POST", "/api/v1/buildings/"+ids["building"]+"/lots", token, map[string]any{"label": "C1", "kind": "cellar", "shares": 0, "from": "2026-01-01"})
	ids["transfer"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/transfers", token, map[string]any{"date": "2026-02-01", "lots": []string{cellar}, "party_id": ids["owner"]})
	ids["lineage"] = h.made("POST", "/api/v1/lots/"+cellar+"/divisions", token, map[string]any{"date": "2026-03-01", "lots": []any{
		map[string]any{"label": "C1a", "kind": "cellar", "shares": 0}, map[string]any{"label": "C1b", "kind": "cellar", "shares": 0}}})
	ids["party"] = ids["owner"]
	ids["person"] = h.me(token).String()
	ids["mandatary"] = h.mandatary(ids["building"], token)
	ids["consent"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/members/"+ids["member"]+"/consents", token, map[string]any{"email": "anne@exemple.example",
		"how": "letter", "reference": "courrier 1"})
	ids["occupant"] = h.made("POST", "/api/v1/lots/"+ids["lot"]+"/occupants", token, map[string]any{"kind": "tenant", "name": "Amadou Diallo", "from": "2026-01-01"})
	ids["account"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/accounts", token, map[string]any{"fund": "other", "iban": "BE03731018664084", "name": "Chantier"})
	h.decision(ids, token)
	h.mandate(ids, token)
	h.council(ids, token)
	ids["ledger_entry"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/ledger/entries", token, map[string]any{"on": "2026-10-01", "voucher": "extrait 1", "lines": []any{
		map[string]any{"account": "551", "amount_cents": 100}, map[string]any{"account": "100", "amount_cents": -100}}})
	ids["contract"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/contracts", token, map[string]any{"supplier_id": ids["supplier"], "what": "Entretien de l’ascenseur", "from": "2026-07-01", "until": "2028-06-30",
		"notice": 3, "account": "61011", "key_id": ids["key"]})
	kind, data = upload("contrat.pdf", []byte("%PDF-1.7"))
	if status, _, answer := h.raw("POST", "/api/v1/contracts/"+ids["contract"]+"/document", token, kind, data); status >= 300 {
		h.t.Fatalf("no document: %s", answer)
	}
	h.bank(ids, token)
	ids["kind"], ids["format"] = "balance-sheet", "csv"
	ids["fund"], ids["language"], ids["row"], ids["token"] = "working", "fr", "2", "no-such-link"
	ids["slug"] = "no-such-address"
	return ids
}

func (h *house) bank(ids map[string]string, token string) {
	h.t.Helper()
	kind, data := upload("extrait.xml", []byte(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><ElctrncSeqNb>1</ElctrncSeqNb>
<Acct><Id><IBAN>BE03731018664084</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">150.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-01</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">150.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-10-01</Dt></BookgDt><AcctSvcrRef>REF1</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>`))
	_, _, answer := h.raw("POST", "/api/v1/buildings/"+ids["building"]+"/bank-statements", token, kind, data)
	var made struct{ Statements []struct{ ID, Status string } }
	if err := json.Unmarshal(answer, &made); err != nil || len(made.Statements) != 1 || made.Statements[0].Status != "posted" {
		h.t.Fatalf("no statement was posted: %s", answer)
	}
	ids["statement"], ids["movement"] = made.Statements[0].ID, h.firstID("/api/v1/buildings/"+ids["building"]+"/bank-movements", token)
}

func (h *house) decision(ids map[string]string, token string) {
	h.t.Helper()
	ids["decision"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/decisions", token, map[string]any{"assembly_on": "2026-05-12", "point": "7", "title": "Isoler la toiture",
		"text": "Le syndic demande trois offres.", "majority": "two_thirds", "what": "Demander trois offres", "due_on": "2026-06-30"})
	for _, paper := range []string{"minutes", "proofs"} {
		kind, data := upload("pv.pdf", []byte("%PDF-1.7"))
		status, _, answer := h.raw("POST", "/api/v1/decisions/"+ids["decision"]+"/"+paper, token, kind, data)
		var made struct{ Steps []struct{ ID string } }
		if err := json.Unmarshal(answer, &made); err != nil || status >= 300 {
			h.t.Fatalf("no %s: %s", paper, answer)
		}
		for _, s := range made.Steps {
			ids["step"] = s.ID
		}
	}
}

func (h *house) mandate(ids map[string]string, token string) {
	h.t.Helper()
	ids["mandate"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/mandates", token, map[string]any{"kind": "syndic", "holder": "office", "origin": "decision",
		"decision_id": ids["decision"], "from": "2026-06-01", "until": "2029-05-31", "profession": "syndic", "domicile": "Rue Haute 1, 1000 Bruxelles"})
	path := "/api/v1/mandates/" + ids["mandate"]
	if status, answer := h.call("PUT", path+"/contract", token, map[string]any{"signed_on": "2026-06-01", "until": "2029-05-31", "services": []any{map[string]any{"label": "x", "price_cents": 1}}}); status >= 300 {
		h.t.Fatalf("no contract: %v", answer)
	}
	for _, paper := range []string{"/contract/paper", "/duties/insurance/paper"} {
		kind, data := upload("contrat.pdf", []byte("%PDF-1.7"))
		if status, _, answer := h.raw("POST", path+paper, token, kind, data); status >= 300 {
			h.t.Fatalf("no %s: %s", paper, answer)
		}
	}
	_, board := h.call("GET", "/api/v1/buildings/"+ids["building"]+"/mandates", token, nil)
	for _, d := range board["duties"].([]any) {
		if e, is := d.(map[string]any)["evidence_id"].(string); is {
			ids["evidence"] = e
		}
	}
	ids["duty"] = "insurance"
}

func (h *house) council(ids map[string]string, token string) {
	h.t.Helper()
	ids["comment"] = h.made("POST", "/api/v1/decisions/"+ids["decision"]+"/comments", token, map[string]any{"text": "Où en est-on ?"})
	ids["mission"] = h.made("POST", "/api/v1/buildings/"+ids["building"]+"/council/missions", token, map[string]any{"decision_id": ids["decision"], "text": "Choisir l’offre", "from": "2026-06-01", "until": "2027-05-31"})
	building, office := id.Must[id.Building](ids["building"]), h.mine.ID()
	if token == h.theirToken {
		office = h.other.ID()
	}
	e, err := act.Do(context.Background(), h.House, act.Who{Office: office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Council, Building: building}}}, act.Door{Via: "test"},
		func(a *act.Act) (council.Entry, error) {
			return h.Council.Write(a, building, council.Said{Kind: "task", Title: councilSecret, Text: councilSecret})
		})
	if err != nil {
		h.t.Fatal(err)
	}
	ids["entry"] = e.ID().String()
	r, err := act.Do(context.Background(), h.House, act.Who{Office: office, Person: id.New[id.Person](), Grants: []act.Grant{{Role: act.Council, Building: building}}}, act.Door{Via: "test"},
		func(a *act.Act) (council.Report, error) {
			r, err := h.Council.Begin(a, building, "yearly", civil.Date{}, civil.Date{})
			if err != nil {
				return r, err
			}
			return h.Council.PutIn(a, r.ID(), e.ID())
		})
	if err != nil {
		h.t.Fatal(err)
	}
	ids["report"] = r.ID().String()
}

func (h *house) mandatary(building, token string) string {
	h.t.Helper()
	h.made("POST", "/api/v1/buildings/"+building+"/lots", token, map[string]any{"label": "C2", "kind": "cellar", "shares": 0, "from": "2026-01-01", "members": []any{
		map[string]any{"last_name": "Simon", "part": "1/2"}, map[string]any{"last_name": "Lambert", "part": "1/2"}}})
	_, owners := h.call("GET", "/api/v1/buildings/"+building+"/owners", token, nil)
	for _, o := range owners["items"].([]any) {
		if o := o.(map[string]any); o["kind"] == "undivided" {
			member := o["persons"].([]any)[0].(map[string]any)["id"]
			return h.made("POST", "/api/v1/buildings/"+building+"/parties/"+o["id"].(string)+"/mandataries", token, map[string]any{"member_id": member, "notified_on": "2026-01-02", "reference": "courrier 2"})
		}
	}
	h.t.Fatal("nobody holds the cellar together")
	return ""
}

func (h *house) firstID(path, token string) string {
	h.t.Helper()
	_, list := h.call("GET", path, token, nil)
	return list["items"].([]any)[0].(map[string]any)["id"].(string)
}
